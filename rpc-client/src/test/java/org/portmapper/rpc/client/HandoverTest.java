package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How results, failures and cancellations pass from step to step. */
@Timeout(60)
class HandoverTest {
    private final RpcException failure = new RpcException.TimedOut("too late");

    private final CompletableFuture<String> first = new CompletableFuture<>();
    private final CompletableFuture<String> second = new CompletableFuture<>();

    /** Each way to make a step follow the first one, and what the first one has to do for it. */
    enum Step {
        THEN,
        OTHERWISE;

        CompletableFuture<String> after(CompletableFuture<String> first, CompletableFuture<String> second) {
            return after(first, () -> second);
        }

        CompletableFuture<String> after(CompletableFuture<String> first, Supplier<CompletableFuture<String>> second) {
            return switch (this) {
                case THEN -> Handover.then(first, value -> second.get());
                case OTHERWISE -> Handover.otherwise(first, failure -> second.get());
            };
        }

        void endOf(CompletableFuture<String> first) {
            switch (this) {
                case THEN -> first.complete("first");
                case OTHERWISE -> first.completeExceptionally(new RpcException.TimedOut("too late"));
            }
        }
    }

    private static Throwable failureOf(CompletableFuture<String> future) throws Exception {
        return Patience.await(future.handle((value, told) -> Objects.requireNonNull(told)));
    }

    @ParameterizedTest
    @EnumSource
    void resultIsThatOfTheSecondStep(Step step) throws Exception {
        CompletableFuture<String> result = step.after(first, second);
        step.endOf(first);
        assertThat(result).isNotDone();
        second.complete("second");
        assertThat(Patience.await(result)).isEqualTo("second");
    }

    @ParameterizedTest
    @EnumSource
    void failureOfTheSecondStepIsToldAsItIs(Step step) throws Exception {
        CompletableFuture<String> result = step.after(first, second.thenApply(Function.identity()));
        step.endOf(first);
        second.completeExceptionally(failure);
        assertThat(failureOf(result)).isSameAs(failure);
    }

    @ParameterizedTest
    @EnumSource
    void cancellationReachesTheStepThatIsUnderWay(Step step) {
        CompletableFuture<String> cancelledAtFirst = step.after(first, second);
        cancelledAtFirst.cancel(false);
        assertThat(first).isCancelled();
        assertThat(second).isNotDone();
        CompletableFuture<String> before = new CompletableFuture<>();
        CompletableFuture<String> cancelledAtSecond = step.after(before, second);
        step.endOf(before);
        cancelledAtSecond.cancel(false);
        assertThat(second).isCancelled();
    }

    /** The first step may end at the same moment; nothing is begun for what nobody wants any more. */
    @ParameterizedTest
    @EnumSource
    void whatIsCancelledIsNotGoneOnWith(Step step) {
        AtomicInteger begun = new AtomicInteger();
        CompletableFuture<String> uncancellable = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                return false;
            }
        };
        CompletableFuture<String> result = step.after(uncancellable, () -> {
            begun.incrementAndGet();
            return second;
        });
        result.cancel(false);
        step.endOf(uncancellable);
        assertThat(begun).hasValue(0);
    }

    @ParameterizedTest
    @EnumSource
    void whateverAStepThrowsEndsTheResult(Step step) throws Exception {
        for (Throwable thrown : List.of(new IllegalStateException("a bug"), failure, new StackOverflowError())) {
            CompletableFuture<String> before = new CompletableFuture<>();
            CompletableFuture<String> result = step.after(before, () -> sneak(thrown));
            step.endOf(before);
            assertThat(failureOf(result)).isSameAs(thrown);
        }
    }

    private static CompletableFuture<String> sneak(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }

    @Test
    void failureSkipsTheNextStepAndSuccessTheOther() throws Exception {
        first.completeExceptionally(new CompletionException(failure));
        assertThat(failureOf(Handover.then(first, value -> second))).isSameAs(failure);
        CompletableFuture<String> done = CompletableFuture.completedFuture("first");
        assertThat(Patience.await(Handover.otherwise(done, failure -> second))).isEqualTo("first");
    }

    @Test
    void onlyFailuresOfCallsCallForAnotherStep() throws Exception {
        IllegalStateException bug = new IllegalStateException("a bug");
        first.completeExceptionally(bug);
        assertThat(failureOf(Handover.otherwise(first, failure -> second))).isSameAs(bug);
    }

    @Test
    void programsGetTheFailureOnTheirOwnThreadsAndCancelTheSource() {
        CompletableFuture<String> handed = Handover.toProgram(first);
        handed.cancel(false);
        assertThat(first).isCancelled();
        CompletableFuture<Thread> thread =
                Handover.toProgram(second).handle((value, failure) -> Thread.currentThread());
        second.complete("second");
        assertThat(thread.join()).isNotSameAs(Thread.currentThread());
    }

    @Test
    void waitingEndsWithTheFailureItself() {
        first.completeExceptionally(failure);
        assertThatThrownBy(() -> Handover.await(first)).isSameAs(failure);
        second.completeExceptionally(new ArithmeticException());
        assertThatThrownBy(() -> Handover.await(second))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(ArithmeticException.class);
    }

    /** More than the pool has threads, or makes up for. */
    @Test
    void manyStagesMayBlockAtATime() throws Exception {
        CompletableFuture<String> last = new CompletableFuture<>();
        List<CompletableFuture<String>> blocked = IntStream.range(0, 600)
                .mapToObj(i -> Handover.toProgram(first).thenApply(value -> Handover.await(last)))
                .toList();
        first.complete("first");
        second.complete("second");
        assertThat(Patience.await(Handover.toProgram(second))).isEqualTo("second");
        last.complete("last");
        for (CompletableFuture<String> stage : blocked) {
            assertThat(Patience.await(stage)).isEqualTo("last");
        }
    }

    /** More steps than any question takes, each inside the one before: they end on the stack of one thread. */
    @Test
    void chainOfManyStepsEnds() throws Exception {
        CompletableFuture<String> chain = first;
        for (int i = 0; i < 200; i++) {
            chain = Handover.map(chain, value -> value);
        }
        first.complete("first");
        assertThat(Patience.await(chain)).isEqualTo("first");
    }
}
