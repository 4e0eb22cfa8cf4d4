package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.portmapper.rpc.transport.Failures.assertFails;
import static org.portmapper.rpc.transport.Failures.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;

/** When a transport is used up, and that it says so. */
class TransportEndTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** The transports of a loop of the test's own. */
    enum Kind {
        UDP,
        TCP;

        RpcTransport open(EventLoopGroup group, InetSocketAddress remote) throws IOException {
            return switch (this) {
                case UDP -> UdpTransport.open(group, NioDatagramChannel::new, remote);
                case TCP -> StreamTransport.open(group, NioSocketChannel::new, remote, StreamTransport.RECORD_LIMIT);
            };
        }
    }

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void shutDown() throws InterruptedException {
        group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
    }

    private static void assertEnded(RpcTransport transport, Reason reason, String message) throws Exception {
        TransportException why = await(transport.ended());
        assertThat(why.reason()).isEqualTo(reason);
        assertThat(why).hasMessageStartingWith(message);
        assertThat(assertFails(send(transport), reason)).isEqualTo(why.getMessage());
    }

    private static CompletableFuture<RpcReply> send(RpcTransport transport) throws IOException {
        return transport.send(Calls.call(transport.nextXid()), DEADLINE);
    }

    @ParameterizedTest
    @EnumSource
    void closedByThisProgram(Kind kind) throws Exception {
        try (StreamPeer peer = StreamPeer.onTcp(StreamPeer.Connection::read)) {
            RpcTransport transport = kind.open(group, peer.address());
            CompletableFuture<TransportException> asked = transport.ended();
            assertThat(asked).isNotDone();
            assertThat(transport.hasEnded()).isFalse();
            transport.close();
            assertThat(asked).isCompleted();
            assertThat(transport.hasEnded()).isTrue();
            assertEnded(transport, Reason.CLOSED, "closed by this program");
        }
    }

    @Test
    void closedByThePeer() throws Exception {
        try (StreamPeer peer = StreamPeer.onTcp(StreamPeer.Connection::read);
                RpcTransport transport = Kind.TCP.open(group, peer.address())) {
            assertFails(send(transport), Reason.CLOSED);
            assertEnded(transport, Reason.CLOSED, "the peer closed the connection");
        }
    }

    @Test
    void notConnected(@TempDir Path folder) throws Exception {
        // Bound, so that nobody else gets the port, and not listening.
        try (SocketChannel deaf = SocketChannel.open().bind(Loopback.anyPort());
                RpcTransport tcp = Kind.TCP.open(group, (InetSocketAddress) deaf.getLocalAddress());
                RpcTransport local = StreamTransport.openLocal(folder.resolve("nobody.sock"))) {
            assertEnded(tcp, Reason.UNREACHABLE, "Connection refused");
            assertEnded(local, Reason.UNREACHABLE, "No such file or directory");
        }
    }

    @ParameterizedTest
    @EnumSource
    void loopThatIsShutDown(Kind kind) throws Exception {
        try (StreamPeer peer = StreamPeer.onTcp(StreamPeer.Connection::read);
                RpcTransport transport = kind.open(group, peer.address())) {
            shutDown();
            assertEnded(transport, Reason.CLOSED, "the event loop was shut down");
        }
    }

    /** Netty writes a warning of it. */
    @Test
    void loopThatHadBeenShutDown() throws Exception {
        shutDown();
        try (RpcTransport transport = Kind.TCP.open(group, new InetSocketAddress(Loopback.INET, 1))) {
            assertEnded(transport, Reason.CLOSED, "the event loop was shut down");
        }
    }

    @Test
    void udpPortThatNobodyListensOnEndsNothing() throws Exception {
        // Bound, so that nobody else gets the port; the kernel refuses its datagrams, since it hears only somebody
        // else.
        try (DatagramChannel deaf = DatagramChannel.open().bind(Loopback.anyPort());
                RpcTransport transport = Kind.UDP.open(group, (InetSocketAddress) deaf.getLocalAddress())) {
            deaf.connect(new InetSocketAddress(Loopback.INET, 1));
            assertFails(send(transport), Reason.UNREACHABLE);
            assertThat(transport.ended()).isNotDone();
        }
    }

    @ParameterizedTest
    @EnumSource
    void closedTransportIsForgottenByItsLoop(Kind kind) throws Exception {
        try (UdpPeer udp = new UdpPeer(call -> List.of());
                StreamPeer tcp = StreamPeer.onTcp(StreamPeer.Connection::read)) {
            InetSocketAddress peer = kind == Kind.UDP ? udp.address() : tcp.address();
            WeakReference<RpcTransport> closed = new WeakReference<>(closed(kind, peer));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Failures.PATIENCE_SECONDS);
            while (!closed.refersTo(null) && System.nanoTime() < end) {
                System.gc();
            }
            assertThat(closed.refersTo(null)).isTrue();
        }
    }

    private RpcTransport closed(Kind kind, InetSocketAddress remote) throws Exception {
        RpcTransport transport = kind.open(group, remote);
        CompletableFuture<RpcReply> reply = transport.send(Calls.call(1), RpcTransport.DEADLINE_LIMIT);
        await(group.submit(() -> "the timer for the deadline is there"));
        transport.close();
        assertThat(reply).isCompletedExceptionally();
        return transport;
    }

    @Test
    void whoAsksCannotEndTheTransportForOthers() throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> List.of(Calls.echoBytes(call)));
                RpcTransport transport = Kind.UDP.open(group, peer.address())) {
            transport.ended().complete(new TransportException(Reason.CLOSED, "made up"));
            transport.ended().cancel(false);
            assertThat(transport.ended()).isNotDone();
            assertThat(await(send(transport))).isNotNull();
        }
    }

    @Test
    void callThatEndsWithTheTransportFindsItEnded() throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> List.of())) {
            RpcTransport transport = Kind.UDP.open(group, peer.address());
            CompletableFuture<Boolean> seen =
                    send(transport).handle((reply, failure) -> transport.ended().isDone());
            transport.close();
            assertThat(await(seen)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void replyLimitBelowOneIsRefused(int limit) {
        assertThatThrownBy(() -> StreamTransport.openTcp(new InetSocketAddress(Loopback.INET, 1), limit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("record limit: " + limit + " (expected: at least 1)");
    }

    @Test
    void replyOverItsLimitEndsTheTransport(@TempDir Path folder) throws Exception {
        int length = Calls.reply(1, 1).toBuffer().remaining();
        StreamPeer.Script echo = connection -> connection.send(StreamPeer.record(Calls.echoBytes(connection.read())));
        try (StreamPeer onTcp = StreamPeer.onTcp(echo);
                StreamPeer onLocal = StreamPeer.onLocal(folder.resolve("peer.sock"), echo)) {
            for (RpcTransport exact : List.of(
                    StreamTransport.openTcp(onTcp.address(), length),
                    StreamTransport.openLocal(onLocal.path(), length))) {
                assertThat(await(send(exact))).isNotNull();
                exact.close();
            }
            for (RpcTransport tooSmall : List.of(
                    StreamTransport.openTcp(onTcp.address(), length - 1),
                    StreamTransport.openLocal(onLocal.path(), length - 1))) {
                assertFails(send(tooSmall), Reason.CLOSED);
                assertEnded(tooSmall, Reason.CLOSED, "record length: 28 (expected: at most 27)");
            }
        }
    }
}
