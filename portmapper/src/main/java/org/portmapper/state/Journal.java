package org.portmapper.state;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.portmapper.registry.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has changes on the disk before they are acknowledged, as many as have come together by one write. Changes that cannot be
 * written are undone. It belongs to the event loop; only the writing is done elsewhere.
 */
public final class Journal {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    /** Changes that wait for the disk at once: seconds of the busiest registrants, and a tenth of the heap. */
    static final int LIMIT = 16_384;

    /** When a write that failed is tried again, and when the end of a service is written that nobody waits for. */
    static final Duration LATER = Duration.ofSeconds(1);

    /** Puts everything that is registered on the disk, now. */
    @FunctionalInterface
    public interface Store {
        /** Writes all of it; it may change meanwhile. */
        void write(Iterable<Registration> registrations) throws IOException;
    }

    private record Disk(Store store, Executor writer, ScheduledExecutorService loop) {}

    /** Changes that share one write, and who waits for it, in the order in which they came. */
    private record Changes(List<Runnable> undoing, List<CompletableFuture<Boolean>> acknowledgements) {
        Changes() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        CompletableFuture<Boolean> acknowledgement() {
            CompletableFuture<Boolean> added = new CompletableFuture<>();
            acknowledgements.add(added);
            return added;
        }

        void acknowledge(boolean written) {
            acknowledgements.forEach(each -> each.complete(written));
        }
    }

    private final Iterable<Registration> registrations;
    private final Optional<Disk> disk;
    private Changes waiting = new Changes();
    private Changes underWay = new Changes();
    private boolean writing;
    private boolean planned;
    private boolean plannedLater;
    private boolean stopped;
    private boolean failing;

    private Journal(Iterable<Registration> registrations, Optional<Disk> disk) {
        this.registrations = registrations;
        this.disk = disk;
    }

    /** One that keeps nothing: every change is as durable as it will be. */
    public static Journal ofNothing() {
        return new Journal(List.of(), Optional.empty());
    }

    /**
     * One that writes what is registered.
     *
     * @param registrations a view of all that is registered, which can be read while it changes
     * @param writer a thread of its own for files
     * @param loop the event loop
     */
    public static Journal to(
            Store store, Iterable<Registration> registrations, Executor writer, ScheduledExecutorService loop) {
        return new Journal(registrations, Optional.of(new Disk(store, writer, loop)));
    }

    /** Whether so many changes wait for the disk that no more can be taken. */
    public boolean isFull() {
        return waiting.acknowledgements().size() >= LIMIT;
    }

    /** A change has been made; if it cannot be written, this undoes it. */
    public void changed(Runnable undoing) {
        disk.ifPresent(one -> {
            waiting.undoing().add(undoing);
            plan(one);
        });
    }

    /** Something has ended by itself: it is written by and by, for at the next start it is found out again. */
    public void ended() {
        disk.ifPresent(this::planLater);
    }

    /** Completes, on the event loop, when all changes so far are on the disk, with false if they had to be undone. */
    public CompletableFuture<Boolean> durable() {
        if (!waiting.undoing().isEmpty()) {
            return waiting.acknowledgement();
        }
        return writing ? underWay.acknowledgement() : CompletableFuture.completedFuture(true);
    }

    private void plan(Disk one) {
        if (!planned && !writing && !stopped) {
            planned = true;
            // Not yet: what the event loop has received together is written together.
            one.loop().execute(() -> write(one));
        }
    }

    private void planLater(Disk one) {
        if (!plannedLater) {
            plannedLater = true;
            var _ = one.loop().schedule(() -> planAtLast(one), LATER.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void planAtLast(Disk one) {
        plannedLater = false;
        plan(one);
    }

    private void write(Disk one) {
        planned = false;
        if (stopped) {
            return;
        }
        writing = true;
        underWay = waiting;
        waiting = new Changes();
        var _ = CompletableFuture.supplyAsync(() -> attempt(one.store()), one.writer())
                .exceptionally(bug -> Optional.of(bug.toString()))
                .thenAcceptAsync(failure -> written(one, failure), one.loop());
    }

    /** Why it failed, if it did. */
    private Optional<String> attempt(Store store) {
        try {
            store.write(registrations);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    private void written(Disk one, Optional<String> failure) {
        writing = false;
        failure.ifPresentOrElse(reason -> fail(one, reason), this::succeed);
        if (!waiting.undoing().isEmpty()) {
            plan(one);
        }
    }

    private void succeed() {
        if (failing) {
            log.info("what is registered can be saved again");
        }
        failing = false;
        underWay.acknowledge(true);
    }

    /** What came after the changes that failed rests on them, and is undone with them, the latest first. */
    private void fail(Disk one, String reason) {
        if (!failing) {
            log.error("what is registered cannot be saved, so no change is accepted: {}", reason);
        }
        failing = true;
        Changes later = waiting;
        waiting = new Changes();
        later.undoing().reversed().forEach(Runnable::run);
        underWay.undoing().reversed().forEach(Runnable::run);
        underWay.acknowledge(false);
        later.acknowledge(false);
        planLater(one);
    }

    /** What comes from now on is not acknowledged any more. On the event loop, after its last call. */
    public void stop() {
        stopped = true;
    }

    /** Writes what is registered as it is now, on the thread for files, whatever happened before; once it is stopped. */
    public void writeAtEnd() {
        disk.ifPresent(one -> one.writer()
                .execute(() -> attempt(one.store())
                        .ifPresent(
                                reason -> log.error("what is registered could not be saved at the end: {}", reason))));
    }
}
