package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.portmapper.rpc.transport.Failures.assertFails;
import static org.portmapper.rpc.transport.Failures.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.ReceivedMessage;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.transport.Line.Kind;
import org.portmapper.rpc.transport.TransportException.Reason;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;

/** Calls to servers that lose, repeat, delay, confuse and invent messages: every call ends, and none with a wrong answer. */
class LossyServerTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    /** For what is never answered: every such case waits for it. */
    private static final Duration SHORT = Duration.ofMillis(200);
    /** Bytes of a reply of success before its results. */
    private static final int REPLY_HEADER = 24;

    @TempDir
    private Path folder;

    /** What a server may send and what is no answer to the call. */
    enum Fault {
        NOTHING,
        EMPTY_MESSAGE,
        THE_CALL_ITSELF,
        OTHER_XIDS,
        HEADER_CUT_AT_EVERY_BYTE,
        UNKNOWN_STATUS,
        GARBAGE;

        List<ByteBuffer> messages(RpcCall call) {
            return switch (this) {
                case NOTHING -> List.of();
                case EMPTY_MESSAGE -> List.of(ByteBuffer.allocate(0));
                case THE_CALL_ITSELF -> List.of(call.toBuffer());
                case OTHER_XIDS ->
                    // None that another call of the test has: what a server says of those has to be believed.
                    Stream.of(call.xid() + 100_000, call.xid() - 100_000, ~call.xid(), call.xid() ^ 0x8000_0000)
                            .map(xid -> Calls.reply(xid, 99).toBuffer())
                            .toList();
                case HEADER_CUT_AT_EVERY_BYTE ->
                    IntStream.range(0, REPLY_HEADER)
                            .mapToObj(length -> Calls.echoBytes(call).limit(length))
                            .toList();
                case UNKNOWN_STATUS ->
                    List.of(
                            Calls.echoBytes(call).putInt(8, 2),
                            Calls.echoBytes(call).putInt(20, 6));
                case GARBAGE -> garbage(new RandomValues(call.xid()));
            };
        }

        private static List<ByteBuffer> garbage(RandomValues random) {
            return random.listOf(50, () -> random.opaque(300).toBuffer());
        }

        /** The same messages, the reply, the reply again, and the messages again. */
        List<ByteBuffer> aroundTheReply(RpcCall call) {
            return Stream.of(messages(call), List.of(Calls.echoBytes(call), Calls.echoBytes(call)), messages(call))
                    .flatMap(List::stream)
                    .toList();
        }
    }

    static Stream<Arguments> faults() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> Arrays.stream(Fault.values()).map(fault -> Arguments.of(kind, fault)));
    }

    private static RpcCall newCall(Line line) {
        return Calls.call(line.transport().nextXid());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void callThatIsNotAnsweredEndsAtItsDeadline(Kind kind, Fault fault) throws Exception {
        try (Line line = kind.open(folder, fault::messages)) {
            CompletableFuture<RpcReply> reply = line.transport().send(newCall(line), SHORT);
            assertThat(assertFails(reply, Reason.TIMED_OUT)).endsWith(" within 200 ms");
            assertThat(line.waitingCalls().getAsInt()).isZero();
            assertThat(line.transport().hasEnded()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void rightReplyAmongThemEndsTheCall(Kind kind, Fault fault) throws Exception {
        try (Line line = kind.open(folder, fault::aroundTheReply)) {
            for (int i = 0; i < 3; i++) {
                RpcCall call = newCall(line);
                assertThat(await(line.transport().send(call, LONG))).isEqualTo(Calls.echo(call));
            }
            assertThat(line.waitingCalls().getAsInt()).isZero();
        }
    }

    /** No message says how long it is, so that the end is missed by whoever reads the results. */
    @ParameterizedTest
    @EnumSource
    void resultsThatAreCutAreNotTakenForWhole(Kind kind) throws Exception {
        try (Line line = kind.open(folder, LossyServerTest::cutByItsProcedure)) {
            for (int length = 0; length < 4; length++) {
                RpcCall whole = newCall(line);
                RpcCall call = RpcCall.anonymous(whole.xid(), new Procedure(1, 1, length), whole.arguments());
                AcceptedReply reply = (AcceptedReply) await(line.transport().send(call, LONG));
                Opaque results = ((Success) reply.status()).results();
                assertThat(results.length()).isEqualTo(length);
                assertThatThrownBy(() -> results.reader().readInt("results")).isInstanceOf(XdrException.class);
            }
        }
    }

    private static List<ByteBuffer> cutByItsProcedure(RpcCall call) {
        int length = REPLY_HEADER + (int) call.procedure().number();
        return List.of(Calls.echoBytes(call).limit(length));
    }

    static Stream<Arguments> storms() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> LongStream.rangeClosed(1, 3).mapToObj(seed -> Arguments.of(kind, seed)));
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @MethodSource("storms")
    void everyCallInAStormEndsWithItsOwnReplyOrAtItsDeadline(Kind kind, long seed) throws Exception {
        try (Line line = kind.open(folder, new Storm(seed))) {
            List<RpcCall> calls = new ArrayList<>();
            List<CompletableFuture<RpcReply>> replies = new ArrayList<>();
            for (int i = 0; i < 2 * UdpTransport.WINDOW; i++) {
                calls.add(newCall(line));
                replies.add(line.transport().send(calls.get(i), Duration.ofMillis(1_500)));
            }
            int answered = 0;
            for (int i = 0; i < calls.size(); i++) {
                answered += endsWell(calls.get(i), replies.get(i)) ? 1 : 0;
            }
            assertThat(answered).isPositive();
            assertThat(line.waitingCalls().getAsInt()).isZero();
        }
    }

    /** Whether the call was answered, and rightly; otherwise it has timed out. */
    private static boolean endsWell(RpcCall call, CompletableFuture<RpcReply> ended) throws Exception {
        RpcReply reply = await(ended.exceptionally(failure -> Calls.reply(~call.xid(), 0)));
        if (ended.isCompletedExceptionally()) {
            assertFails(ended, Reason.TIMED_OUT);
            return false;
        }
        assertThat(reply).isEqualTo(Calls.echo(call));
        return true;
    }

    /** A server that drops, repeats, and holds back until later calls come, with all the faults in between. */
    private static final class Storm implements UdpPeer.Script {
        private final RandomValues random;
        private final Deque<ByteBuffer> heldBack = new ArrayDeque<>();

        Storm(long seed) {
            this.random = new RandomValues(seed);
        }

        @Override
        public List<ByteBuffer> answer(RpcCall call) {
            List<ByteBuffer> messages =
                    new ArrayList<>(random.oneOf(List.of(Fault.values())).messages(call));
            if (random.coin() && !heldBack.isEmpty()) {
                messages.add(heldBack.removeLast());
            }
            messages.addAll(answers(call));
            return messages;
        }

        private List<ByteBuffer> answers(RpcCall call) {
            return switch (random.upTo(3)) {
                case 0 -> List.of();
                case 1 -> List.of(Calls.echoBytes(call));
                case 2 -> List.of(Calls.echoBytes(call), Calls.echoBytes(call));
                default -> {
                    heldBack.add(Calls.echoBytes(call));
                    yield List.of();
                }
            };
        }
    }

    static Stream<InetAddress> strangers() {
        return Stream.of(Loopback.INET, AddressText.parse("127.0.0.2").orElseThrow());
    }

    /** From another port of the server's address, or from the server's port at another address. */
    @ParameterizedTest
    @MethodSource("strangers")
    void strangerWhoKnowsTheXidIsNotBelieved(InetAddress host) throws Exception {
        try (DatagramChannel peer = DatagramChannel.open().bind(Loopback.anyPort());
                UdpTransport transport = UdpTransport.open((InetSocketAddress) peer.getLocalAddress());
                DatagramChannel stranger = DatagramChannel.open().bind(strangerAt(host, peer))) {
            RpcCall call = Calls.call(transport.nextXid());
            CompletableFuture<RpcReply> reply = transport.send(call, LONG);
            ByteBuffer datagram = ByteBuffer.allocate(1000);
            InetSocketAddress caller = (InetSocketAddress) peer.receive(datagram);
            assertThat(ReceivedMessage.read(datagram.flip())).isEqualTo(call);
            stranger.send(Calls.reply(call.xid(), 99).toBuffer(), caller);
            peer.send(Calls.echoBytes(call), caller);
            assertThat(await(reply)).isEqualTo(Calls.echo(call));
            assertThat(transport.droppedReplies()).isZero();
        }
    }

    private static InetSocketAddress strangerAt(InetAddress host, DatagramChannel peer) throws Exception {
        InetSocketAddress server = (InetSocketAddress) peer.getLocalAddress();
        return new InetSocketAddress(host, host.equals(server.getAddress()) ? 0 : server.getPort());
    }
}
