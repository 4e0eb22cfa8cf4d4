package org.portmapper.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.portmapper.dispatch.Dispatcher;
import org.portmapper.dispatch.Response;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.RecordException;
import org.portmapper.rpc.transport.RecordReader;
import org.portmapper.rpc.transport.RecordWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the calls of one TCP or local connection in their order. While its peer does not read, no more of its calls are
 * taken, so that it holds up nobody but itself.
 */
final class StreamConnection extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(StreamConnection.class);

    private final Peer peer;
    private final Dispatcher dispatcher;
    private final RecordReader records = new RecordReader(Limits.RECORD);
    private final RecordWriter writer = new RecordWriter(Limits.FRAGMENT);
    private boolean answering;
    private boolean inputEnded;

    StreamConnection(Peer peer, Dispatcher dispatcher) {
        this.peer = peer;
        this.dispatcher = dispatcher;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        records.add((ByteBuf) bytes);
        answer(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        answer(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            // netty 4.2.18 takes a socket with nothing to wait for out of epoll, also when it only pauses between two
            // writes, and cannot put it back: with the input at its end, that would end the output as well.
            context.channel().config().setWriteSpinCount(Limits.LAST_WRITES);
            answer(context);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.debug("connection of {} closed: {}", peer, cause.toString());
        context.close();
    }

    private void answer(ChannelHandlerContext context) {
        // Flushing can make the channel writable again, which would call this from within itself without end.
        if (answering) {
            return;
        }
        answering = true;
        try {
            answerWhileRead(context);
        } catch (RecordException e) {
            end(context, e.getMessage());
        } finally {
            answering = false;
        }
    }

    private void answerWhileRead(ChannelHandlerContext context) throws RecordException {
        boolean more = true;
        while (more && context.channel().isActive() && context.channel().isWritable()) {
            more = answerOnce(context);
            context.flush();
        }
        context.channel().config().setAutoRead(!more && !inputEnded);
        if (inputEnded && !more) {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Answers calls until none is left, and then returns false, or until enough waits to be sent. */
    private boolean answerOnce(ChannelHandlerContext context) throws RecordException {
        while (context.channel().isWritable()) {
            Optional<ByteBuffer> record = records.next();
            if (record.isEmpty()) {
                return false;
            }
            respond(context, dispatcher.dispatch(record.get(), peer));
        }
        return true;
    }

    private void respond(ChannelHandlerContext context, Response response) {
        switch (response) {
            case Response.Reply reply -> write(context, reply.reply());
            case Response.Silence silence -> {
                // Nothing is what was decided.
            }
            case Response.Unanswerable message -> end(context, message.reason());
            case Response.Later later ->
                later.response().thenAccept(eventual -> {
                    respond(context, eventual);
                    context.flush();
                });
        }
    }

    /** What came after makes no sense; the calls before it get their replies. */
    private void end(ChannelHandlerContext context, String reason) {
        log.debug("connection of {} closed: {}", peer, reason);
        context.flush();
        context.close();
    }

    private void write(ChannelHandlerContext context, RpcReply reply) {
        context.write(writer.write(reply.toBuffer(), context.alloc()), context.voidPromise());
    }
}
