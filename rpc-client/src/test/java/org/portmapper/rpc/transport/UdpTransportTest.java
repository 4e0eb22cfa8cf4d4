package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.rpc.transport.Failures.assertFails;
import static org.portmapper.rpc.transport.Failures.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;
import org.portmapper.rpc.xdr.Opaque;

/** Calls over UDP to scripted peers. */
class UdpTransportTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    static Stream<InetAddress> hosts() {
        return Stream.of(Loopback.INET, Loopback.INET6);
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void callIsAnswered(InetAddress host) throws Exception {
        try (UdpPeer peer = new UdpPeer(host, call -> List.of(Calls.echoBytes(call)));
                UdpTransport transport = UdpTransport.open(peer.address())) {
            RpcCall call = Calls.call(transport.nextXid());
            assertThat(await(transport.send(call, DEADLINE))).isEqualTo(Calls.echo(call));
            assertThat(peer.calls()).contains(call);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void callIsSentAgainWhenDatagramsAreLost(int lost) throws Exception {
        AtomicInteger received = new AtomicInteger();
        UdpPeer.Script script = call -> received.incrementAndGet() <= lost ? List.of() : List.of(Calls.echoBytes(call));
        try (UdpPeer peer = new UdpPeer(script);
                UdpTransport transport = UdpTransport.open(peer.address())) {
            RpcCall call = Calls.call(transport.nextXid());
            assertThat(await(transport.send(call, DEADLINE))).isEqualTo(Calls.echo(call));
            assertThat(peer.calls()).hasSizeGreaterThan(lost).containsOnly(call);
        }
    }

    @Test
    void largestReplyIsReceivedWhole() throws Exception {
        Opaque results = Opaque.of(new byte[UdpTransport.CALL_LIMIT - 24]);
        UdpPeer.Script script = call -> List.of(new AcceptedReply(call.xid(), new Success(results)).toBuffer());
        try (UdpPeer peer = new UdpPeer(script);
                UdpTransport transport = UdpTransport.open(peer.address())) {
            int xid = transport.nextXid();
            assertThat(await(transport.send(Calls.call(xid), DEADLINE)))
                    .isEqualTo(new AcceptedReply(xid, new Success(results)));
        }
    }

    @Test
    void largestCallIsSentWhole() throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> List.of(
                        Calls.reply(call.xid(), call.arguments().length()).toBuffer()));
                UdpTransport transport = UdpTransport.open(peer.address())) {
            int length = UdpTransport.CALL_LIMIT - 40;
            RpcCall call = RpcCall.anonymous(transport.nextXid(), Calls.PROCEDURE, Opaque.of(new byte[length]));
            assertThat(await(transport.send(call, DEADLINE))).isEqualTo(Calls.reply(call.xid(), length));
        }
    }

    @Test
    void portThatNobodyListensOnIsKnownAtOnceAndAskedAgainNextTime() throws Exception {
        try (DatagramChannel deaf = deafPort();
                UdpTransport transport = UdpTransport.open((InetSocketAddress) deaf.getLocalAddress())) {
            for (int i = 0; i < 2; i++) {
                assertFails(transport.send(Calls.call(transport.nextXid()), DEADLINE), Reason.UNREACHABLE);
            }
        }
    }

    /** A port that nobody else can take, and whose datagrams the kernel refuses: its socket hears only somebody else. */
    private static DatagramChannel deafPort() throws IOException {
        DatagramChannel deaf = DatagramChannel.open().bind(Loopback.anyPort());
        return deaf.connect(new InetSocketAddress(Loopback.INET, 1));
    }

    @Test
    void deadlineEndsTheCallOfASilentPeer() throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> List.of());
                UdpTransport transport = UdpTransport.open(peer.address())) {
            CompletableFuture<RpcReply> reply = transport.send(Calls.call(transport.nextXid()), Duration.ofMillis(20));
            assertThat(assertFails(reply, Reason.TIMED_OUT)).isEqualTo("no reply within 20 ms");
        }
    }

    @Test
    void closingEndsWhatWaits() throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> List.of())) {
            CompletableFuture<RpcReply> waiting;
            try (UdpTransport transport = UdpTransport.open(peer.address())) {
                waiting = transport.send(Calls.call(transport.nextXid()), DEADLINE);
            }
            assertThat(assertFails(waiting, Reason.CLOSED)).isEqualTo("closed by this program");
        }
    }

    @Test
    void eventLoopOfAnotherCanBeUsedFromItself() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (UdpPeer peer = new UdpPeer(call -> List.of(Calls.echoBytes(call)))) {
            CompletableFuture<RpcReply> reply = new CompletableFuture<>();
            group.execute(() -> callOnce(group, peer, reply));
            assertThat(await(reply)).isInstanceOf(AcceptedReply.class);
        } finally {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    private static void callOnce(EventLoopGroup group, UdpPeer peer, CompletableFuture<RpcReply> result) {
        try {
            UdpTransport transport = UdpTransport.open(group, NioDatagramChannel::new, peer.address());
            var unused = transport
                    .send(Calls.call(transport.nextXid()), DEADLINE)
                    .whenComplete((reply, failure) -> transport.close())
                    .thenAccept(result::complete);
        } catch (IOException e) {
            result.completeExceptionally(e);
        }
    }

    @Test
    void loopThatIsShutDownEndsTheCall() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (UdpPeer peer = new UdpPeer(call -> List.of());
                UdpTransport transport = UdpTransport.open(group, NioDatagramChannel::new, peer.address())) {
            CompletableFuture<RpcReply> before = transport.send(Calls.call(transport.nextXid()), DEADLINE);
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
            assertFails(before, Reason.CLOSED);
            assertFails(transport.send(Calls.call(transport.nextXid()), DEADLINE), Reason.CLOSED);
        }
    }
}
