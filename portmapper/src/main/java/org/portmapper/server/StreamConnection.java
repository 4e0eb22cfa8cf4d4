package org.portmapper.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private final RecordReader records;
    private final RecordWriter writer = new RecordWriter(Limits.FRAGMENT);
    private final PlainReplies plain;
    private final Turns turns;
    private final Deque<CompletableFuture<Response>> unanswered = new ArrayDeque<>();
    private Optional<StreamedReply> streamed = Optional.empty();
    private boolean answering;
    private boolean inputEnded;
    private boolean senseless;

    /**
     * Answers a peer.
     *
     * @param plain for look-ups that are answered in place
     * @param turns for replies that are sent in pieces
     */
    StreamConnection(Peer peer, Dispatcher dispatcher, RecordReader records, PlainReplies plain, Turns turns) {
        this.peer = peer;
        this.dispatcher = dispatcher;
        this.records = records;
        this.plain = plain;
        this.turns = turns;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        records.add((ByteBuf) bytes);
        answer(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        streamed.ifPresent(StreamedReply::goOn);
        answer(context);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            // netty 4.2.18 takes a socket with nothing to wait for out of epoll, also when it only pauses between two
            // writes, and cannot put it back: with the input at its end, that would end the output as well. So from now
            // on nothing pauses until the peer takes no more.
            context.channel().config().setWriteSpinCount(Limits.LAST_WRITES);
            streamed.ifPresent(StreamedReply::takeTurn);
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
        } finally {
            answering = false;
        }
    }

    private void answerWhileRead(ChannelHandlerContext context) {
        boolean more = true;
        while (context.channel().isActive() && canGoOn(context, more)) {
            sendAnswered(context);
            more = answerOnce(context);
            context.flush();
        }
        // A peer that sends no more is through, unless something is still to be sent to it.
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, more || owes(context));
        context.channel().config().setAutoRead(!more && !inputEnded && !senseless);
        if (inputEnded && !more && unanswered.isEmpty()) {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private boolean owes(ChannelHandlerContext context) {
        ChannelOutboundBuffer unsent = context.channel().unsafe().outboundBuffer();
        return streamed.isPresent() || !unanswered.isEmpty() || (unsent != null && !unsent.isEmpty());
    }

    private boolean canGoOn(ChannelHandlerContext context, boolean more) {
        return isFree(context) && (nextIsAnswered() || (more && unanswered.size() < Limits.UNANSWERED));
    }

    /** Whether another reply may be begun: none is under way, and not too much of those before is unread. */
    private boolean isFree(ChannelHandlerContext context) {
        return streamed.isEmpty() && context.channel().isWritable();
    }

    private boolean nextIsAnswered() {
        return !unanswered.isEmpty() && unanswered.getFirst().isDone();
    }

    private void sendAnswered(ChannelHandlerContext context) {
        while (isFree(context) && nextIsAnswered()) {
            send(context, unanswered.removeFirst().join());
        }
    }

    /** Answers calls until none is left, and then returns false, or until enough waits to be sent or to be answered. */
    private boolean answerOnce(ChannelHandlerContext context) {
        boolean more = true;
        while (more && isFree(context) && unanswered.size() < Limits.UNANSWERED) {
            more = answerNext(context);
        }
        writeGathered(context);
        return more;
    }

    /** Answers one call, if there is one. What comes after something that makes no sense makes none either. */
    private boolean answerNext(ChannelHandlerContext context) {
        if (senseless) {
            return false;
        }
        try {
            Optional<ByteBuffer> record = records.next();
            record.ifPresent(call -> answer(context, call));
            return record.isPresent();
        } catch (RecordException e) {
            senseless = true;
            respond(context, new Response.Unanswerable(String.valueOf(e.getMessage())));
            return true;
        }
    }

    private void answer(ChannelHandlerContext context, ByteBuffer call) {
        if (unanswered.isEmpty() && plain.answer(call, context.alloc())) {
            if (plain.isFull()) {
                writeGathered(context);
            }
            return;
        }
        Response response = dispatcher.dispatch(call, peer);
        senseless = response instanceof Response.Unanswerable;
        respond(context, response);
    }

    private void writeGathered(ChannelHandlerContext context) {
        plain.take().ifPresent(replies -> context.write(replies, context.voidPromise()));
    }

    /** Replies go out in the order of their calls: a client that does not look at xids is right to expect it of a stream. */
    private void respond(ChannelHandlerContext context, Response response) {
        if (response instanceof Response.Later later) {
            unanswered.add(later.response());
            later.response().thenRun(() -> answer(context));
        } else if (unanswered.isEmpty()) {
            send(context, response);
        } else {
            unanswered.add(CompletableFuture.completedFuture(response));
        }
    }

    private void send(ChannelHandlerContext context, Response response) {
        writeGathered(context);
        switch (response) {
            case Response.Reply reply -> write(context, reply.reply());
            case Response.Streamed reply -> stream(context, reply);
            case Response.Silence silence -> {
                // Nothing is what was decided.
            }
            case Response.Unanswerable message -> end(context, message.reason());
            case Response.Later later -> throw new IllegalStateException("what came later gives no more of it");
        }
    }

    private void stream(ChannelHandlerContext context, Response.Streamed reply) {
        StreamedReply begun = new StreamedReply(context, reply, this::inTurn, () -> goOnAfterStream(context));
        streamed = Optional.of(begun);
        begun.goOn();
    }

    private void inTurn(Runnable work) {
        if (inputEnded) {
            work.run();
        } else {
            turns.execute(work);
        }
    }

    private void goOnAfterStream(ChannelHandlerContext context) {
        streamed = Optional.empty();
        answer(context);
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
