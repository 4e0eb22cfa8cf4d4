package org.portmapper.rpc.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How long a test waits for what comes at once: so much longer that what would hang fails instead. */
final class Patience {
    private static final long SECONDS = 30;

    private Patience() {}

    /** The value of a future; its failure is thrown as {@link java.util.concurrent.ExecutionException}. */
    static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(SECONDS, TimeUnit.SECONDS);
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
