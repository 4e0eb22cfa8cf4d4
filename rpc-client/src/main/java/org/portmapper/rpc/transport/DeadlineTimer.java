package org.portmapper.rpc.transport;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One timer of the event loop for the deadlines of all calls: it runs at the first of them. A timer for each call would take
 * a hundred bytes more, and two tasks of the loop from every thread that sends. On the event loop only.
 */
final class DeadlineTimer {
    private final Channel channel;
    private final Runnable action;
    private @Nullable ScheduledFuture<?> timer;

    DeadlineTimer(Channel channel, Runnable action) {
        this.channel = channel;
        this.action = action;
    }

    /** Runs the action in so many nanoseconds at the latest, and not at all where there is nothing to wait for. */
    void set(OptionalLong nanos) {
        if (nanos.isEmpty()) {
            cancel();
        } else if (timer == null || timer.getDelay(TimeUnit.NANOSECONDS) > nanos.getAsLong()) {
            cancel();
            timer = channel.eventLoop().schedule(this::run, nanos.getAsLong(), TimeUnit.NANOSECONDS);
        }
    }

    private void run() {
        timer = null;
        action.run();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
