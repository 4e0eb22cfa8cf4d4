package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.rpc.transport.Failures.assertFails;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;

/** When a datagram is sent again, by a clock that only the test moves. */
class RetransmissionTest {
    private static final Duration STEP = Duration.ofMillis(250);

    private final FrozenChannel channel = new FrozenChannel();
    private final UdpTransport transport = new UdpTransport(channel, channel::nanoTime);

    private CompletableFuture<RpcReply> send(Duration deadline) {
        CompletableFuture<RpcReply> reply = transport.send(Calls.call(1), deadline);
        channel.runPendingTasks();
        return reply;
    }

    /** The milliseconds at which datagrams were sent, and that all of them were the call. */
    private List<Integer> timesUntil(int end) {
        List<Integer> times = new ArrayList<>();
        for (int now = 0; now <= end; now += (int) STEP.toMillis()) {
            for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
                times.add(now);
                assertThat(sent.nioBuffer()).isEqualTo(Calls.call(1).toBuffer());
                sent.release();
            }
            channel.pass(STEP);
        }
        return times;
    }

    @Test
    void pauseDoublesUntilTheDeadline() {
        CompletableFuture<RpcReply> reply = send(Duration.ofSeconds(20));
        assertThat(timesUntil(60_000)).containsExactly(0, 500, 1_500, 3_500, 7_500, 15_500);
        assertFails(reply, Reason.TIMED_OUT);
        assertThat(channel.hasTimer()).isFalse();
    }

    @Test
    void nothingIsSentAgainAfterTheCallWasGivenUp() {
        CompletableFuture<RpcReply> reply = send(Duration.ofSeconds(20));
        assertThat(timesUntil(1_000)).containsExactly(0, 500);
        reply.cancel(false);
        assertThat(timesUntil(60_000)).isEmpty();
        assertThat(channel.hasTimer()).isFalse();
    }
}
