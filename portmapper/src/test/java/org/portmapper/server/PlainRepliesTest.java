package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.portmapper.dispatch.Answer;
import org.portmapper.dispatch.Dispatcher;
import org.portmapper.dispatch.PlainCall;
import org.portmapper.dispatch.Program;
import org.portmapper.identity.KnownLocalEnd;
import org.portmapper.identity.Peer;
import org.portmapper.identity.Sender;
import org.portmapper.kernel.PeerCredentials;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.xdr.Opaque;

/** Replies to plain calls of one stream are gathered, each as a record of its own. */
class PlainRepliesTest {
    /** Answers a call without arguments by four bytes, and no other. */
    private static final class Four implements Program {
        private final List<String> asked = new ArrayList<>();

        @Override
        public long number() {
            return 100000;
        }

        @Override
        public long lowestVersion() {
            return 2;
        }

        @Override
        public long highestVersion() {
            return 4;
        }

        @Override
        public Answer call(RpcCall call, Peer peer) {
            return Answer.VOID;
        }

        @Override
        public int answerInPlace(ByteBuffer message, int length, Netid netid, InetAddress at) {
            asked.add(netid.text() + " " + at.getHostAddress());
            if (length != PlainCall.ARGUMENTS) {
                return PlainCall.NOT_HERE;
            }
            message.putInt(PlainCall.RESULTS, 7);
            return PlainCall.succeed(message, Integer.BYTES);
        }
    }

    private final Four program = new Four();

    private PlainReplies of(Peer peer) {
        return new PlainReplies(new Dispatcher(program), peer, PlainReplies.place());
    }

    private static Peer local() {
        return new Peer.Local(new PeerCredentials(7, 1000, 1000), new KnownLocalEnd());
    }

    private static ByteBuffer call(int xid, int argumentBytes) {
        return new RpcCall(
                        xid,
                        new Procedure(100000, 2, 3),
                        OpaqueAuth.NONE,
                        OpaqueAuth.NONE,
                        Opaque.of(new byte[argumentBytes]))
                .toBuffer();
    }

    private static boolean answer(PlainReplies replies, int xid, int argumentBytes) {
        return replies.answer(call(xid, argumentBytes), UnpooledByteBufAllocator.DEFAULT);
    }

    @Test
    void repliesAreGatheredInTheOrderOfTheirCalls() {
        PlainReplies replies = of(local());
        assertThat(answer(replies, 1, 0)).isTrue();
        assertThat(answer(replies, 2, 4)).as("not a plain one").isFalse();
        assertThat(answer(replies, 3, 0)).isTrue();

        ByteBuf gathered = replies.take().orElseThrow();
        assertThat(gathered.readableBytes()).isEqualTo(2 * (4 + 28));
        for (int xid : new int[] {1, 3}) {
            assertThat(gathered.readInt()).as("last fragment of 28 bytes").isEqualTo(0x8000_0000 | 28);
            assertThat(gathered.readInt()).isEqualTo(xid);
            gathered.skipBytes(20);
            assertThat(gathered.readInt()).isEqualTo(7);
        }
        gathered.release();
        assertThat(replies.take()).as("taken already").isEmpty();
    }

    @Test
    void callThatIsLongerThanThePlaceIsNotTaken() {
        assertThat(answer(of(local()), 1, 512 - 40 + 4)).isFalse();
        assertThat(program.asked).isEmpty();
        assertThat(answer(of(local()), 1, 512 - 40)).isFalse();
        assertThat(program.asked).containsExactly("local 127.0.0.1");
    }

    @Test
    void askedIsTheAddressThatAPeerConnectedTo() {
        InetAddress here = RawCalls.ip("fd00::1");
        Peer peer = new Peer.Inet(
                Netid.TCP6, new java.net.InetSocketAddress(RawCalls.ip("fd00::2"), 9), here, new Sender.Unknown("?"));
        assertThat(answer(of(peer), 1, 4)).isFalse();
        assertThat(program.asked).containsExactly("tcp6 fd00:0:0:0:0:0:0:1");
    }

    @Test
    void muchIsWrittenBeforeItIsTooMuch() {
        PlainReplies replies = of(local());
        int calls = 0;
        while (!replies.isFull()) {
            assertThat(answer(replies, calls++, 0)).isTrue();
        }
        ByteBuf gathered = replies.take().orElseThrow();
        assertThat(gathered.readableBytes()).isEqualTo(calls * 32).isBetween(3_584, 4_096);
        gathered.release();
        assertThat(replies.isFull()).isFalse();
    }
}
