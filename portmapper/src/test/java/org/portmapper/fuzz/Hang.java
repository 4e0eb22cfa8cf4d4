package org.portmapper.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channel;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Closes channels on which nothing moves any more, so that a daemon that hangs fails the run and does not stop it. */
final class Hang implements AutoCloseable {
    /** So long may an exchange take on a machine that has other work: far longer than any does. */
    private static final int SECONDS = 60;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    Hang() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** An exchange begins; whoever holds the result cancels it at the end. */
    ScheduledFuture<?> watch(Channel channel) {
        return timer.schedule(() -> close(channel), SECONDS, TimeUnit.SECONDS);
    }

    private static void close(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
