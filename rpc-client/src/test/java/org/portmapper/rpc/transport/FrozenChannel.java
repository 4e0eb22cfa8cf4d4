package org.portmapper.rpc.transport;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A channel without a socket, and with a clock that only the test moves. */
final class FrozenChannel extends EmbeddedChannel {
    FrozenChannel() {
        freezeTime();
    }

    /** The clock. */
    long nanoTime() {
        return ((AbstractScheduledEventExecutor) eventLoop()).ticker().nanoTime();
    }

    /** Lets time pass, and what is due by then happen. */
    void pass(Duration time) {
        advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        runScheduledPendingTasks();
    }

    /** Whether a timer is waiting. */
    boolean hasTimer() {
        runPendingTasks();
        return runScheduledPendingTasks() != -1;
    }

    /** Makes the channel take more, or no more. */
    void setWritable(boolean writable) {
        unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        runPendingTasks();
    }
}
