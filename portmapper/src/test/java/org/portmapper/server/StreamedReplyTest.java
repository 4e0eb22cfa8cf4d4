package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.portmapper.dispatch.Pieces.Piece;
import org.portmapper.dispatch.Response;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.xdr.Opaque;

/** A reply in pieces over a channel that takes them or does not; the test holds the event loop's turns. */
final class StreamedReplyTest {
    private static final AcceptedReply BEGINNING = new AcceptedReply(7, new AcceptedStatus.Success(Opaque.EMPTY));
    private static final String HEADER = "00000007" + "00000001" + "00000000" + "0000000000000000" + "00000000";

    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final Turns turns = new Turns(loop::add);
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private int ended;

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void itIsOneRecordWithAFragmentForEachPiece() {
        pieces.add(piece("0a0b0c0d", false));
        pieces.add(piece("01020304", true));
        reply().goOn();

        assertThat(sent()).isEmpty();
        turn();
        assertThat(sent()).isEqualTo("0000001c" + HEADER + "0a0b0c0d");
        assertThat(ended).isZero();
        turn();
        assertThat(sent()).isEqualTo("80000004" + "01020304");
        assertThat(ended).isEqualTo(1);
        assertThat(loop).isEmpty();
    }

    @Test
    void aPieceWithoutBytesIsNoFragment() {
        pieces.add(piece("", false));
        pieces.add(piece("01020304", true));
        reply().goOn();

        turn();
        assertThat(sent()).isEmpty();
        turn();
        assertThat(sent()).isEqualTo("8000001c" + HEADER + "01020304");
    }

    @Test
    void nothingIsEncodedWhileTheChannelTakesNothing() {
        pieces.add(piece("0a0b0c0d", false));
        pieces.add(piece("01020304", true));
        StreamedReply reply = reply();
        writable(false);
        reply.goOn();
        assertThat(loop).isEmpty();

        writable(true);
        reply.goOn();
        reply.goOn();
        // It had asked for its turn when the channel still took something.
        writable(false);
        turn();
        assertThat(pieces).hasSize(2);
        assertThat(loop).isEmpty();

        writable(true);
        reply.goOn();
        turn();
        turn();
        assertThat(pieces).isEmpty();
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void aChannelThatIsClosedEndsIt() {
        pieces.add(piece("0a0b0c0d", false));
        pieces.add(piece("01020304", true));
        reply().goOn();
        turn();
        channel.close();
        turn();
        assertThat(pieces).hasSize(1);
        assertThat(loop).isEmpty();
        assertThat(ended).isZero();
    }

    @Test
    void aBugInAPieceEndsTheConnectionAndNothingElse() {
        reply().goOn();
        turn();
        assertThat(channel.isActive()).isFalse();
        assertThat(ended).isZero();
    }

    private StreamedReply reply() {
        ChannelHandlerContext context = channel.pipeline().firstContext();
        return new StreamedReply(context, new Response.Streamed(BEGINNING, pieces::removeFirst), turns, () -> ended++);
    }

    private static Piece piece(String hex, boolean last) {
        return new Piece(ByteBuffer.wrap(Opaque.ofHex(hex).toBytes()), last);
    }

    private void turn() {
        loop.remove().run();
    }

    private void writable(boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        channel.runPendingTasks();
    }

    /** All that has been sent since this was asked for the last time. */
    private String sent() {
        StringBuilder hex = new StringBuilder();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            hex.append(io.netty.buffer.ByteBufUtil.hexDump(next));
            next.release();
        }
        return hex.toString();
    }
}
