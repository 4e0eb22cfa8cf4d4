package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.rpc.transport.Failures.assertFails;
import static org.portmapper.rpc.transport.Failures.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;

/** More calls at a time than any wire takes. */
class ManyCallsTest {
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private static void assertAllAreAnswered(int count, RpcTransport transport) throws Exception {
        List<RpcCall> calls = new ArrayList<>();
        List<CompletableFuture<RpcReply>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RpcCall call = Calls.call(transport.nextXid());
            calls.add(call);
            replies.add(transport.send(call, DEADLINE));
        }
        for (int i = 0; i < calls.size(); i++) {
            assertThat(await(replies.get(i))).isEqualTo(Calls.echo(calls.get(i)));
        }
    }

    private static void echo(StreamPeer.Connection connection) throws IOException {
        while (true) {
            connection.send(StreamPeer.record(Calls.echoBytes(connection.read())));
        }
    }

    @Test
    void eachCallOverUdpGetsItsOwnReply() throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> List.of(Calls.echoBytes(call)));
                UdpTransport transport = UdpTransport.open(peer.address())) {
            assertAllAreAnswered(20_000, transport);
        }
    }

    @Test
    void eachCallOverTcpGetsItsOwnReply() throws Exception {
        try (StreamPeer peer = StreamPeer.onTcp(ManyCallsTest::echo);
                StreamTransport transport = StreamTransport.openTcp(peer.address())) {
            assertAllAreAnswered(100_000, transport);
        }
    }

    @Test
    void eachCallOverALocalSocketGetsItsOwnReply(@TempDir Path folder) throws Exception {
        try (StreamPeer peer = StreamPeer.onLocal(folder.resolve("peer.sock"), ManyCallsTest::echo);
                StreamTransport transport = StreamTransport.openLocal(peer.path())) {
            assertAllAreAnswered(20_000, transport);
        }
    }

    @Test
    void sendingAndCancellingInALoopKeepsNothing() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        CountDownLatch busy = new CountDownLatch(1);
        try (UdpPeer peer = new UdpPeer(call -> List.of());
                UdpTransport transport = UdpTransport.open(group, NioDatagramChannel::new, peer.address())) {
            group.execute(() -> hold(busy));
            for (int i = 0; i < 2 * RpcTransport.CALLS_LIMIT; i++) {
                transport.send(Calls.call(transport.nextXid()), DEADLINE).cancel(false);
            }
            SingleThreadEventExecutor loop = (SingleThreadEventExecutor) group.next();
            assertThat(loop.pendingTasks()).as("tasks of the loop").isLessThan(10);
        } finally {
            busy.countDown();
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void cancellingMakesRoomAtOnceEvenWhenTheLoopIsBusy() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        CountDownLatch busy = new CountDownLatch(1);
        try (UdpPeer peer = new UdpPeer(call -> List.of());
                UdpTransport transport = UdpTransport.open(group, NioDatagramChannel::new, peer.address())) {
            group.execute(() -> hold(busy));
            List<CompletableFuture<RpcReply>> replies = new ArrayList<>();
            for (int i = 0; i < RpcTransport.CALLS_LIMIT; i++) {
                replies.add(transport.send(Calls.call(transport.nextXid()), DEADLINE));
            }
            assertFails(transport.send(Calls.call(transport.nextXid()), DEADLINE), Reason.NOT_SENT);
            replies.get(0).cancel(false);
            assertThat(transport.send(Calls.call(transport.nextXid()), DEADLINE))
                    .isNotDone();
        } finally {
            busy.countDown();
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).sync();
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
