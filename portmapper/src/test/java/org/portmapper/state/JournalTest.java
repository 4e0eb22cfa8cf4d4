package org.portmapper.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.state.Registrations.tcp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.portmapper.registry.Registration;

/** Acknowledged means durable: one write for many changes, and none acknowledged before it, or after it failed. */
final class JournalTest {
    private final List<Registration> registered = new ArrayList<>();
    private final List<List<Registration>> written = new ArrayList<>();
    private final Deque<Runnable> disk = new ArrayDeque<>();
    private final List<String> undone = new ArrayList<>();
    private final Loop loop = new Loop();
    private final Journal journal = Journal.to(this::write, registered, disk::add, loop);
    private boolean full;

    /** Runs nothing by itself. */
    private static final class Loop extends ScheduledThreadPoolExecutor {
        private final Deque<Runnable> tasks = new ArrayDeque<>();
        private final Deque<Runnable> later = new ArrayDeque<>();

        Loop() {
            super(1);
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            later.add(task);
            return super.schedule(() -> {}, 0, unit);
        }
    }

    private void write(Iterable<Registration> all) throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
        List<Registration> copy = new ArrayList<>();
        all.forEach(copy::add);
        written.add(copy);
    }

    @AfterEach
    void nothingIsLeftRunning() {
        loop.shutdownNow();
    }

    private void change(int program) {
        Registration added = tcp(program, program, (long) program);
        registered.add(added);
        journal.changed(() -> {
            undone.add(String.valueOf(program));
            registered.remove(added);
        });
    }

    /** The event loop does what it has to do. */
    private void turn() {
        while (!loop.tasks.isEmpty()) {
            loop.tasks.remove().run();
        }
    }

    /** The thread for files ends its work, and the event loop hears of it. */
    private void disk() {
        while (!disk.isEmpty()) {
            disk.remove().run();
        }
        turn();
    }

    @Test
    void withoutChangesEverythingIsDurable() {
        assertThat(journal.durable()).isCompletedWithValue(true);
    }

    @Test
    void nothingIsAcknowledgedBeforeItIsWritten() {
        change(1);
        Future<Boolean> durable = journal.durable();
        turn();
        assertThat(durable).isNotDone();
        disk();
        assertThat(durable).isDone();
        assertThat(written).containsExactly(registered);
    }

    @Test
    void whatComesTogetherIsWrittenOnce() {
        change(1);
        change(2);
        turn();
        disk();
        assertThat(written).hasSize(1);
    }

    @Test
    void whatComesDuringAWriteWaitsForTheNextOne() {
        change(1);
        CompletableFuture<Boolean> first = journal.durable();
        turn();
        change(2);
        CompletableFuture<Boolean> second = journal.durable();
        disk.remove().run();
        loop.tasks.remove().run();
        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isNotDone();
        turn();
        disk();
        assertThat(second).isCompletedWithValue(true);
        assertThat(written).hasSize(2);
    }

    @Test
    void whoAsksDuringAWriteWaitsForIt() {
        change(1);
        turn();
        CompletableFuture<Boolean> again = journal.durable();
        assertThat(again).isNotDone();
        disk();
        assertThat(again).isCompletedWithValue(true);
    }

    @Test
    void acknowledgementsComeInTheOrderOfTheChanges() {
        List<String> order = new ArrayList<>();
        for (int program = 1; program <= 3; program++) {
            change(program);
            String name = "acknowledged " + program;
            var _ = journal.durable().thenRun(() -> order.add(name));
        }
        turn();
        disk();
        assertThat(order).containsExactly("acknowledged 1", "acknowledged 2", "acknowledged 3");
    }

    @Test
    void aWriteThatFailsUndoesAllThatIsNotAcknowledgedTheLatestFirst() {
        change(1);
        turn();
        disk();
        full = true;
        change(2);
        change(3);
        CompletableFuture<Boolean> third = journal.durable();
        turn();
        change(4);
        CompletableFuture<Boolean> fourth = journal.durable();
        disk();

        assertThat(undone).containsExactly("4", "3", "2");
        assertThat(third).isCompletedWithValue(false);
        assertThat(fourth).isCompletedWithValue(false);
        assertThat(registered).hasSize(1);
    }

    @Test
    void afterAFailureTheDiskIsTriedAgainLaterAndOnlyOnce() {
        full = true;
        change(1);
        turn();
        disk();
        change(2);
        turn();
        disk();
        assertThat(loop.later).hasSize(1);

        full = false;
        loop.later.remove().run();
        turn();
        disk();
        assertThat(written).containsExactly(List.of());
        assertThat(loop.later).isEmpty();
    }

    @Test
    void afterAFailureChangesAreAcceptedAgainAsSoonAsTheyCanBeWritten() {
        full = true;
        change(1);
        turn();
        disk();
        full = false;
        change(2);
        CompletableFuture<Boolean> second = journal.durable();
        turn();
        disk();
        assertThat(second).isCompletedWithValue(true);
    }

    @Test
    void aBugInTheStoreIsAFailureToo() {
        Journal broken = Journal.to(
                all -> {
                    throw new IllegalStateException("a bug");
                },
                registered,
                disk::add,
                loop);
        broken.changed(() -> undone.add("it"));
        CompletableFuture<Boolean> durable = broken.durable();
        turn();
        disk();
        assertThat(durable).isCompletedWithValue(false);
        assertThat(undone).containsExactly("it");
    }

    @Test
    void whatEndsByItselfIsWrittenLaterAndNobodyWaits() {
        journal.ended();
        journal.ended();
        assertThat(journal.durable()).isCompletedWithValue(true);
        turn();
        assertThat(disk).isEmpty();
        assertThat(loop.later).hasSize(1);
        loop.later.remove().run();
        turn();
        disk();
        assertThat(written).hasSize(1);
    }

    @Test
    void soManyChangesAndNoMoreWaitForTheDisk() {
        change(1);
        for (int i = 1; i < Journal.LIMIT; i++) {
            var _ = journal.durable();
        }
        assertThat(journal.isFull()).isFalse();
        var _ = journal.durable();
        assertThat(journal.isFull()).isTrue();
        turn();
        disk();
        assertThat(journal.isFull()).isFalse();
    }

    @Test
    void onceItIsStoppedNothingIsAcknowledgedAndTheEndIsWritten() {
        change(1);
        CompletableFuture<Boolean> durable = journal.durable();
        journal.stop();
        turn();
        assertThat(disk).isEmpty();
        journal.writeAtEnd();
        disk();
        assertThat(written).containsExactly(registered);
        assertThat(durable).isNotDone();
    }

    @Test
    void aJournalOfNothingKeepsNobodyWaiting() {
        Journal nothing = Journal.ofNothing();
        nothing.changed(() -> undone.add("it"));
        assertThat(nothing.durable()).isCompletedWithValue(true);
        assertThat(undone).isEmpty();
    }
}
