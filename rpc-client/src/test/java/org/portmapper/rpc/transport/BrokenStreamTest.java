package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.rpc.transport.Failures.assertFails;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.Line.Kind;
import org.portmapper.rpc.transport.TransportException.Reason;
import org.portmapper.rpc.xdr.Opaque;

/** Calls over streams that end, stand still, or carry no records: every call ends, and says why. */
class BrokenStreamTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    /** For what stands still: every such case waits for it. */
    private static final Duration SHORT = Duration.ofMillis(200);

    private static final int REPLY_LIMIT = 1_000;

    @TempDir
    private Path folder;

    /** What a server does to its connection, and what its client makes of that. */
    record Fault(String name, Reason reason, String message, StreamPeer.Script script) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Fault> FAULTS = List.of(
            new Fault("closes after accepting", Reason.CLOSED, "", connection -> {}),
            new Fault(
                    "closes after reading",
                    Reason.CLOSED,
                    "the peer closed the connection",
                    StreamPeer.Connection::read),
            new Fault("only reads", Reason.TIMED_OUT, "", BrokenStreamTest::readOn),
            new Fault("sends a record without its end", Reason.TIMED_OUT, "", connection -> {
                connection.send(Opaque.ofHex("800000100000000100").toBuffer());
                readOn(connection);
            }),
            new Fault(
                    "sends empty fragments without end",
                    Reason.CLOSED,
                    "empty fragments: 17 (expected: at most 16)",
                    connection -> sendOn(connection, "00000000")),
            new Fault(
                    "sends fragments without end",
                    Reason.CLOSED,
                    "record length: 1001 (expected: at most 1000)",
                    connection -> sendOn(connection, "00000001ff")),
            new Fault(
                    "sends a reply without its mark",
                    Reason.CLOSED,
                    "record length: 2147483647 (expected: at most 1000)",
                    connection -> {
                        connection.read();
                        connection.send(Calls.reply(-1, 0).toBuffer());
                        readOn(connection);
                    }));

    private static void readOn(StreamPeer.Connection connection) throws IOException {
        while (true) {
            connection.read();
        }
    }

    private static void sendOn(StreamPeer.Connection connection, String hex) throws IOException {
        while (true) {
            connection.send(Opaque.ofHex(hex).toBuffer());
        }
    }

    static Stream<Arguments> faults() {
        return FAULTS.stream().flatMap(fault -> Stream.of(Kind.TCP, Kind.LOCAL).map(kind -> Arguments.of(kind, fault)));
    }

    private static CompletableFuture<RpcReply> send(RpcTransport transport, Duration deadline) {
        return transport.send(Calls.call(transport.nextXid()), deadline);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void callsEndForTheRightReason(Kind kind, Fault fault) throws Exception {
        try (Line line = kind.openStream(folder, REPLY_LIMIT, fault.script())) {
            Duration deadline = fault.reason() == Reason.TIMED_OUT ? SHORT : LONG;
            for (int i = 0; i < 2; i++) {
                assertThat(assertFails(send(line.transport(), deadline), fault.reason()))
                        .contains(fault.message());
            }
            assertThat(line.waitingCalls().getAsInt()).isZero();
            assertThat(line.transport().hasEnded()).isEqualTo(fault.reason() == Reason.CLOSED);
        }
    }

    @Test
    void resetIsNamed() throws Exception {
        StreamPeer.Script script = connection -> {
            connection.read();
            connection.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
        };
        try (Line line = Kind.TCP.openStream(folder, REPLY_LIMIT, script)) {
            assertThat(assertFails(send(line.transport(), LONG), Reason.CLOSED)).startsWith("Connection reset");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "LOCAL"})
    void connectionMayCloseBehindAnyByteOfTheReply(Kind kind) throws Exception {
        AtomicInteger length = new AtomicInteger();
        StreamPeer.Script script = connection -> connection.send(
                StreamPeer.record(Calls.echoBytes(connection.read())).limit(length.get()));
        int whole = StreamPeer.record(Calls.reply(0, 0).toBuffer()).remaining();
        try (StreamPeer peer = kind.listen(folder, script)) {
            for (; length.get() < whole; length.incrementAndGet()) {
                try (StreamTransport transport = kind.connect(peer, REPLY_LIMIT)) {
                    assertThat(assertFails(send(transport, LONG), Reason.CLOSED))
                            .as("after %s bytes", length)
                            .isEqualTo("the peer closed the connection");
                    assertThat(transport.waitingCalls()).isZero();
                }
            }
        }
    }

    @Seeded
    void bytesThatAreNoRecordsEndTheConnection(long seed) throws Exception {
        RandomValues random = new RandomValues(seed);
        StreamPeer.Script script = connection -> {
            while (true) {
                connection.send(random.bytes(100).toBuffer());
            }
        };
        try (Line line = Kind.TCP.openStream(folder, REPLY_LIMIT, script)) {
            assertThat(assertFails(send(line.transport(), LONG), Reason.CLOSED)).contains(" (expected: at most ");
            assertThat(line.waitingCalls().getAsInt()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "LOCAL"})
    void serverThatNeverAcceptsAnswersNothing(Kind kind) throws Exception {
        try (ServerSocketChannel server = listen(kind);
                StreamTransport transport = connect(kind, server)) {
            assertFails(send(transport, SHORT), Reason.TIMED_OUT);
            assertThat(transport.waitingCalls()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "LOCAL"})
    void serverThatReadsNothingGetsNoMoreThanTheLineHolds(Kind kind) throws Exception {
        try (ServerSocketChannel server = listen(kind);
                StreamTransport transport = connect(kind, server)) {
            Opaque megabyte = Opaque.of(new byte[1 << 20]);
            List<CompletableFuture<RpcReply>> replies = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                RpcCall call = RpcCall.anonymous(transport.nextXid(), Calls.PROCEDURE, megabyte);
                replies.add(transport.send(call, Duration.ofSeconds(1)));
            }
            for (CompletableFuture<RpcReply> reply : replies) {
                assertFails(reply, Reason.TIMED_OUT);
            }
            assertThat(assertFails(replies.get(49), Reason.TIMED_OUT))
                    .isEqualTo("not sent within 1000 ms: the peer reads no more");
            assertThat(transport.waitingCalls()).isZero();
        }
    }

    private ServerSocketChannel listen(Kind kind) throws IOException {
        return kind == Kind.TCP
                ? ServerSocketChannel.open().bind(Loopback.anyPort())
                : ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path()));
    }

    private StreamTransport connect(Kind kind, ServerSocketChannel server) throws IOException {
        return kind == Kind.TCP
                ? StreamTransport.openTcp((InetSocketAddress) server.getLocalAddress())
                : StreamTransport.openLocal(path());
    }

    private Path path() {
        return folder.resolve("server.sock");
    }

    @Test
    void serverWhoseQueueIsFullGivesNoConnection() throws Exception {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(Loopback.anyPort(), 1);
                SocketChannel first = SocketChannel.open(server.getLocalAddress());
                SocketChannel second = SocketChannel.open(server.getLocalAddress());
                StreamTransport transport = connect(Kind.TCP, server)) {
            assertThat(List.of(first, second)).allMatch(SocketChannel::isConnected);
            assertThat(assertFails(send(transport, SHORT), Reason.TIMED_OUT)).isEqualTo("no connection within 200 ms");
            assertThat(transport.waitingCalls()).isZero();
        }
    }
}
