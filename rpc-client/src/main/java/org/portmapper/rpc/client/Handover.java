package org.portmapper.rpc.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** How results leave the thread that moves the bytes. */
final class Handover {
    private Handover() {}

    /**
     * The future that a program gets: its stages run on other threads than the event loop, so that they may block without stopping the
     * replies of others, and its cancellation reaches the call.
     */
    static <T> CompletableFuture<T> toProgram(CompletableFuture<T> source) {
        CompletableFuture<T> handed = new CompletableFuture<>();
        var unused = source.whenCompleteAsync((value, failure) -> settle(handed, value, failure));
        cancelWith(handed, source);
        return handed;
    }

    /** Ends a future as another one ended, without the wrapping that a failure gets on its way through stages. */
    static <T> void settle(CompletableFuture<T> future, T value, @Nullable Throwable failure) {
        if (failure == null) {
            future.complete(value);
        } else {
            future.completeExceptionally(unwrap(failure));
        }
    }

    /** Gives the source up as soon as its result is no longer wanted; does nothing where it has ended. */
    static void cancelWith(CompletableFuture<?> result, CompletableFuture<?> source) {
        var unused = result.whenComplete((value, failure) -> source.cancel(false));
    }

    static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** The value of a future, which ends by its call's deadline. */
    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new RpcException.Interrupted();
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(ExecutionException e) {
        if (e.getCause() instanceof RpcException failure) {
            // It was made on the thread that moves the bytes; who reads the trace looks for the line that called.
            failure.fillInStackTrace();
            return failure;
        }
        return new IllegalStateException("a call ended in an unforeseen way", e.getCause());
    }
}
