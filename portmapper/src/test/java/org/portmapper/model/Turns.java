package org.portmapper.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An event loop, and a thread for files, that have their turns when a test says so, and no threads. */
final class Turns extends ScheduledThreadPoolExecutor {
    private static final ScheduledThreadPoolExecutor NOTHING = new ScheduledThreadPoolExecutor(1, Turns::daemon);

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deque<Runnable> later = new ArrayDeque<>();

    Turns() {
        super(1);
    }

    private static Thread daemon(Runnable task) {
        return Thread.ofPlatform().daemon().unstarted(task);
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        later.add(task);
        return NOTHING.schedule(() -> {}, delay, unit);
    }

    /** Everything that is to be done now, and that comes of it. */
    void run() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** The time comes for what was to be done later. */
    void runLater() {
        tasks.addAll(later);
        later.clear();
        run();
    }
}
