package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.rpc.transport.Failures.assertFails;
import static org.portmapper.rpc.transport.Failures.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.Line.Kind;
import org.portmapper.rpc.transport.TransportException.Reason;
import org.portmapper.rpc.xdr.Opaque;

/** Calls over TCP and local sockets to scripted peers. */
class StreamTransportTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private StreamPeer listen(Kind kind, StreamPeer.Script script) throws IOException {
        return kind.listen(folder, script);
    }

    private static StreamTransport connect(Kind kind, StreamPeer peer) throws IOException {
        return kind.connect(peer, StreamTransport.RECORD_LIMIT);
    }

    private static void echo(StreamPeer.Connection connection) throws IOException {
        while (true) {
            connection.send(StreamPeer.record(Calls.echoBytes(connection.read())));
        }
    }

    private static void assertEchoes(RpcTransport transport) throws Exception {
        RpcCall call = Calls.call(transport.nextXid());
        assertThat(await(transport.send(call, DEADLINE))).isEqualTo(Calls.echo(call));
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "LOCAL"})
    void callsOnOneConnectionAreAnswered(Kind kind) throws Exception {
        try (StreamPeer peer = listen(kind, StreamTransportTest::echo);
                StreamTransport transport = connect(kind, peer)) {
            for (int i = 0; i < 10; i++) {
                assertEchoes(transport);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "LOCAL"})
    void replyMayComeByteByByte(Kind kind) throws Exception {
        StreamPeer.Script script = connection -> {
            ByteBuffer record = StreamPeer.record(Calls.echoBytes(connection.read()));
            while (record.hasRemaining()) {
                connection.send(ByteBuffer.wrap(new byte[] {record.get()}));
            }
            connection.read();
        };
        try (StreamPeer peer = listen(kind, script);
                StreamTransport transport = connect(kind, peer)) {
            assertEchoes(transport);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "LOCAL"})
    void repliesMayComeTogetherAndInAnyOrder(Kind kind) throws Exception {
        StreamPeer.Script script = connection -> {
            RpcCall first = connection.read();
            RpcCall second = connection.read();
            connection.send(
                    joined(StreamPeer.record(Calls.echoBytes(second)), StreamPeer.record(Calls.echoBytes(first))));
            connection.read();
        };
        try (StreamPeer peer = listen(kind, script);
                StreamTransport transport = connect(kind, peer)) {
            RpcCall one = Calls.call(transport.nextXid());
            RpcCall two = Calls.call(transport.nextXid());
            CompletableFuture<RpcReply> toOne = transport.send(one, DEADLINE);
            CompletableFuture<RpcReply> toTwo = transport.send(two, DEADLINE);
            assertThat(await(toOne)).isEqualTo(Calls.echo(one));
            assertThat(await(toTwo)).isEqualTo(Calls.echo(two));
        }
    }

    private static ByteBuffer joined(ByteBuffer... parts) {
        ByteBuffer all = ByteBuffer.allocate(1000);
        for (ByteBuffer part : parts) {
            all.put(part);
        }
        return all.flip();
    }

    @Test
    void onlyTheRightReplyEndsTheCall() throws Exception {
        StreamPeer.Script script = connection -> {
            RpcCall call = connection.read();
            connection.send(joined(
                    StreamPeer.record(Calls.reply(call.xid() + 1, 99).toBuffer()),
                    StreamPeer.record(Opaque.ofHex("00112233445566").toBuffer()),
                    StreamPeer.record(ByteBuffer.allocate(0)),
                    StreamPeer.record(call.toBuffer()),
                    StreamPeer.record(Calls.echoBytes(call))));
            connection.read();
        };
        try (StreamPeer peer = listen(Kind.TCP, script);
                StreamTransport transport = connect(Kind.TCP, peer)) {
            assertEchoes(transport);
            assertThat(transport.droppedReplies()).isEqualTo(4);
        }
    }

    @Test
    void replyMayHaveManyFragments() throws Exception {
        StreamPeer.Script script = connection -> {
            ByteBuffer reply = Calls.echoBytes(connection.read());
            ByteBuffer fragments = ByteBuffer.allocate(1000).putInt(0);
            while (reply.remaining() > 1) {
                fragments.putInt(1).put(reply.get());
            }
            connection.send(fragments.putInt(0x8000_0001).put(reply.get()).flip());
            connection.read();
        };
        try (StreamPeer peer = listen(Kind.TCP, script);
                StreamTransport transport = connect(Kind.TCP, peer)) {
            assertEchoes(transport);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "LOCAL"})
    void megabytesGoBothWays(Kind kind) throws Exception {
        try (StreamPeer peer = listen(kind, StreamTransportTest::echo);
                StreamTransport transport = connect(kind, peer)) {
            Opaque arguments = Opaque.of(new byte[3 * RecordWriter.FRAGMENT_SIZE + 4]);
            RpcCall call = RpcCall.anonymous(transport.nextXid(), Calls.PROCEDURE, arguments);
            assertThat(await(transport.send(call, DEADLINE)))
                    .isEqualTo(new AcceptedReply(call.xid(), new Success(arguments)));
        }
    }

    @ParameterizedTest
    @CsvSource({"ffffffff, 2147483647", "7fffffff, 2147483647", "84000001, 67108865"})
    void replyThatAnnouncesTooMuchEndsTheConnection(String header, String announced) throws Exception {
        StreamPeer.Script script = connection -> {
            connection.read();
            connection.send(Opaque.ofHex(header).toBuffer());
            connection.read();
        };
        try (StreamPeer peer = listen(Kind.TCP, script);
                StreamTransport transport = connect(Kind.TCP, peer)) {
            assertThat(assertFails(transport.send(Calls.call(transport.nextXid()), DEADLINE), Reason.CLOSED))
                    .isEqualTo("record length: " + announced + " (expected: at most 67108864)");
        }
    }

    @Test
    void portThatNobodyListensOnIsKnownAtOnceAndAlwaysNamed() throws Exception {
        // Bound, so that nobody else gets the port, and not listening.
        try (SocketChannel deaf = SocketChannel.open().bind(Loopback.anyPort());
                StreamTransport transport = StreamTransport.openTcp((InetSocketAddress) deaf.getLocalAddress())) {
            for (int i = 0; i < 2; i++) {
                assertThat(assertFails(transport.send(Calls.call(transport.nextXid()), DEADLINE), Reason.UNREACHABLE))
                        .startsWith("Connection refused");
            }
        }
    }

    @Test
    void localSocketThatIsNotThereIsKnownAtOnce() throws Exception {
        try (StreamTransport transport = StreamTransport.openLocal(folder.resolve("nobody.sock"))) {
            assertThat(assertFails(transport.send(Calls.call(transport.nextXid()), DEADLINE), Reason.UNREACHABLE))
                    .contains("No such file or directory");
        }
    }

    @Test
    void localSocketThatNobodyListensOnIsKnownAtOnce() throws Exception {
        listen(Kind.LOCAL, StreamTransportTest::echo).close();
        try (StreamTransport transport = StreamTransport.openLocal(folder.resolve("peer.sock"))) {
            assertThat(assertFails(transport.send(Calls.call(transport.nextXid()), DEADLINE), Reason.UNREACHABLE))
                    .contains("Connection refused");
        }
    }

    @Test
    void deadlineEndsACallAndTheConnectionServesTheNext() throws Exception {
        StreamPeer.Script script = connection -> {
            connection.read();
            echo(connection);
        };
        try (StreamPeer peer = listen(Kind.TCP, script);
                StreamTransport transport = connect(Kind.TCP, peer)) {
            CompletableFuture<RpcReply> unanswered =
                    transport.send(Calls.call(transport.nextXid()), Duration.ofMillis(200));
            assertFails(unanswered, Reason.TIMED_OUT);
            assertEchoes(transport);
        }
    }
}
