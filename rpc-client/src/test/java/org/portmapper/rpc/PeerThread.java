package org.portmapper.rpc;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The thread on which a scripted peer waits for its clients until it is interrupted. */
final class PeerThread {
    /** What is done over and over; it waits in channels, which an interrupt closes. */
    @FunctionalInterface
    interface Step {
        /** Once. */
        void run() throws IOException;
    }

    private final Thread thread;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    PeerThread(String name, Step step) {
        thread = new Thread(() -> run(step), name);
        thread.start();
    }

    private void run(Step step) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                step.run();
            } catch (ClosedChannelException e) {
                // Interrupted while it waited: that is how a test ends.
                return;
            } catch (IOException e) {
                failure.set(e);
                return;
            }
        }
    }

    /** Ends the thread; throws what made the peer fail, if it did. */
    void end() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        IOException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }
}
