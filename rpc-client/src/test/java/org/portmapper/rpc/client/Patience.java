package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.UdpPeer;

/** How long a test waits for what comes at once: so much longer that what would hang fails instead. */
final class Patience {
    private static final long SECONDS = 30;

    private Patience() {}

    /** Makes a call: the first one of all loads netty, which may take longer than the deadlines that a test waits for. */
    static void loadAll() throws IOException {
        try (UdpPeer peer = new UdpPeer(call -> List.of(Calls.echoBytes(call)));
                RpcProgram program = RpcProgram.open(1, ScriptedPortmapper.addressOf(peer))) {
            assertThat(program.within(Duration.ofSeconds(SECONDS)).ping(1)).isPositive();
        }
    }

    /** The value of a future; its failure is thrown as {@link java.util.concurrent.ExecutionException}. */
    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }

    /** Waits in the script of a peer, which an interrupt ends as it does in a channel. */
    static void await(CountDownLatch latch) throws ClosedByInterruptException {
        try {
            assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
    }

    /** As {@link #await(CountDownLatch)}, where nothing can be thrown. */
    static void awaitInScript(CountDownLatch latch) {
        try {
            await(latch);
        } catch (ClosedByInterruptException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What comes next. */
    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came within " + SECONDS + " s");
        }
        return next;
    }

    /** Waits until this comes, and passes over what comes before it. */
    static <T> void until(BlockingQueue<T> queue, T wanted) throws InterruptedException {
        T came = next(queue);
        while (!came.equals(wanted)) {
            came = next(queue);
        }
    }
}
