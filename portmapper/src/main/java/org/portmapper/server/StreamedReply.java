package org.portmapper.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.portmapper.dispatch.Pieces;
import org.portmapper.dispatch.Pieces.Piece;
import org.portmapper.dispatch.Response;
import org.portmapper.rpc.transport.RecordWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A reply that is sent piece by piece, each a fragment of its record, RFC 5531 section 11: nobody has to know before how long all
 * of it is. A piece is encoded when the channel takes it, in a turn of its own.
 */
final class StreamedReply {
    private static final Logger log = LoggerFactory.getLogger(StreamedReply.class);

    private final ChannelHandlerContext context;
    private final Executor turns;
    private final Runnable ended;
    private final Pieces rest;
    private ByteBuffer beginning;
    private boolean waiting;

    /**
     * A reply of which nothing has been sent.
     *
     * @param turns executes what is to be done in a turn of its own
     * @param ended is called when all of it has been written
     */
    StreamedReply(ChannelHandlerContext context, Response.Streamed reply, Executor turns, Runnable ended) {
        this.context = context;
        this.turns = turns;
        this.ended = ended;
        this.beginning = reply.beginning().toBuffer();
        this.rest = reply.rest();
    }

    /** Goes on as soon as it has a turn, if the channel takes more. */
    void goOn() {
        if (!waiting && context.channel().isWritable()) {
            waiting = true;
            turns.execute(this::takeTurn);
        }
    }

    /** Goes on at once, if it waits for its turn. */
    void takeTurn() {
        if (waiting) {
            waiting = false;
            sendNext();
        }
    }

    /** Where a piece cannot be encoded the client has half a reply, which nothing but the end of the connection can take back. */
    @SuppressWarnings("IllegalCatch")
    private void sendNext() {
        try {
            if (context.channel().isWritable()) {
                send(rest.next());
            }
        } catch (RuntimeException bug) {
            log.error("a reply was broken off, which is a bug of ours", bug);
            context.close();
        }
    }

    private void send(Piece piece) {
        if (piece.bytes().hasRemaining()) {
            context.writeAndFlush(fragment(piece), context.voidPromise());
        }
        if (piece.last()) {
            ended.run();
        } else {
            goOn();
        }
    }

    private ByteBuf fragment(Piece piece) {
        int length = beginning.remaining() + piece.bytes().remaining();
        ByteBuf fragment = context.alloc().ioBuffer(Integer.BYTES + length);
        fragment.writeInt(RecordWriter.header(length, piece.last()));
        return fragment.writeBytes(beginning).writeBytes(piece.bytes());
    }
}
