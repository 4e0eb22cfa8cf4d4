package org.portmapper.rpc.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How results pass from step to step, and leave the thread that moves the bytes. */
final class Handover {
    /**
     * Runs the stages of the futures that programs get. Not the common pool: on a host with two processors a Java of
     * before 25 would start a thread for each result. Stages may wait for other futures: such a pool makes up for it.
     */
    static final ForkJoinPool STAGES = new ForkJoinPool(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            ForkJoinPool.defaultForkJoinWorkerThreadFactory,
            null,
            true);

    private Handover() {}

    /**
     * The future that a program gets: its stages run on other threads than the event loop, so that they may block without stopping the
     * replies of others, and its cancellation reaches the call.
     */
    static <T> CompletableFuture<T> toProgram(CompletableFuture<T> source) {
        CompletableFuture<T> handed = new CompletableFuture<>();
        var unused = source.handleAsync((value, failure) -> settle(handed, value, failure), STAGES);
        cancelWith(handed, source);
        return handed;
    }

    /** A step after another one: a cancellation of the result reaches the one that is under way. */
    static <A, B> CompletableFuture<B> then(CompletableFuture<A> first, Function<A, CompletableFuture<B>> next) {
        if (first.isDone() && !first.isCompletedExceptionally()) {
            // Most look-ups know at once where to ask: no future has to stand between.
            return begun(next, first.join());
        }
        CompletableFuture<B> result = new CompletableFuture<>();
        // Here and below not whenComplete, which makes an exception with a stack trace for each failure that it hands
        // on.
        var unused = first.handle((value, failure) -> {
            if (failure != null) {
                return result.completeExceptionally(unwrap(failure));
            }
            return result.isDone() || follow(result, next, value);
        });
        cancelWith(result, first);
        return result;
    }

    /** A value made of another one, at once. */
    static <A, B> CompletableFuture<B> map(CompletableFuture<A> first, Function<A, B> change) {
        return map(first, change, UnaryOperator.identity());
    }

    /** As {@link #map(CompletableFuture, Function)}, and another failure made of one, which comes unwrapped. */
    static <A, B> CompletableFuture<B> map(
            CompletableFuture<A> first, Function<A, B> change, UnaryOperator<Throwable> failed) {
        CompletableFuture<B> result = new CompletableFuture<>();
        var unused = first.handle((value, failure) -> failure == null
                ? complete(result, change, value)
                : result.completeExceptionally(failed.apply(unwrap(failure))));
        cancelWith(result, first);
        return result;
    }

    /** Whatever is thrown ends the result, for which somebody waits. */
    @SuppressWarnings("IllegalCatch")
    private static <A, B> boolean complete(CompletableFuture<B> result, Function<A, B> change, A value) {
        try {
            return result.complete(change.apply(value));
        } catch (Throwable e) {
            return result.completeExceptionally(e);
        }
    }

    /** Another step instead of one that failed, if this failure calls for one; the step itself may give the failure back. */
    static <T> CompletableFuture<T> otherwise(
            CompletableFuture<T> first, Function<RpcException, CompletableFuture<T>> next) {
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = first.handle((value, failure) ->
                (failure != null && unwrap(failure) instanceof RpcException reason && !result.isDone())
                        ? follow(result, next, reason)
                        : settle(result, value, failure));
        cancelWith(result, first);
        return result;
    }

    private static <A, B> boolean follow(CompletableFuture<B> result, Function<A, CompletableFuture<B>> next, A value) {
        CompletableFuture<B> second = begun(next, value);
        var unused = second.handle((last, failure) -> settle(result, last, failure));
        cancelWith(result, second);
        return true;
    }

    /** A step that fails before it has begun: whatever it threw ends the result, for which somebody waits. */
    @SuppressWarnings("IllegalCatch")
    private static <A, B> CompletableFuture<B> begun(Function<A, CompletableFuture<B>> next, A value) {
        try {
            return next.apply(value);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Ends a future as another one ended, without the wrapping that a failure gets on its way through stages. */
    static <T> boolean settle(CompletableFuture<T> future, T value, @Nullable Throwable failure) {
        return failure == null ? future.complete(value) : future.completeExceptionally(unwrap(failure));
    }

    /** Gives the source up as soon as its result is no longer wanted; does nothing where it has ended. */
    private static void cancelWith(CompletableFuture<?> result, CompletableFuture<?> source) {
        if (!source.isDone()) {
            var unused = result.handle((value, failure) -> source.cancel(false));
        }
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
