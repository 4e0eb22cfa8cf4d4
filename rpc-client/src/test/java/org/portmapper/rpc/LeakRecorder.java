package org.portmapper.rpc;

import io.netty.util.ResourceLeakDetector;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers what netty finds to have leaked, which it otherwise only writes to a log. */
final class LeakRecorder<T> extends ResourceLeakDetector<T> {
    /** Much longer than a garbage collection takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What one collection finds may hold on to what only the next one finds. */
    private static final int COLLECTIONS = 3;

    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    LeakRecorder(Class<?> type, int samplingInterval) {
        super(type, samplingInterval);
    }

    @Override
    protected boolean needReport() {
        return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
        leaks.add(type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
        leaks.add(type);
    }

    /** All leaks so far, those included that only a garbage collection brings to light. */
    List<String> leaks() {
        for (int i = 0; i < COLLECTIONS; i++) {
            collectGarbage();
            lookAtWhatWasFound();
        }
        return new ArrayList<>(leaks);
    }

    private static void collectGarbage() {
        ReferenceQueue<Object> found = new ReferenceQueue<>();
        Reference<Object> garbage = new WeakReference<>(new Object(), found);
        System.gc();
        try {
            if (found.remove(PATIENCE.toMillis()) == null) {
                throw new IllegalStateException(
                        "no garbage was collected: run the tests without -XX:+DisableExplicitGC");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Reference.reachabilityFence(garbage);
        }
    }

    /** The detector looks whenever something is tracked; what that is does not matter. */
    @SuppressWarnings("unchecked")
    private void lookAtWhatWasFound() {
        T anything = (T) new Object();
        trackForcibly(anything).close(anything);
    }
}
