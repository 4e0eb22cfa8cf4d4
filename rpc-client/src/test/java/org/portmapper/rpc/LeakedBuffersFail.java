package org.portmapper.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails the run, after its last test, when a buffer of netty's was not released: then the run ends with a failure of "JUnit
 * Jupiter" itself, which shows where the buffer was allocated and last touched.
 *
 * <p>JUnit finds it by itself where the build sets {@code junit.jupiter.extensions.autodetection.enabled}; how many buffers
 * netty follows is set by {@code io.netty.leakDetection.level}.
 */
public final class LeakedBuffersFail implements BeforeAllCallback {
    private static final Recorders RECORDERS = new Recorders();

    /** Made by JUnit before any test class, and so before netty's classes ask for their detectors. */
    public LeakedBuffersFail() {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(RECORDERS);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // JUnit closes it with the run.
        context.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(Recorders.class, type -> RECORDERS);
    }

    /** The detectors of this process, one for each kind of resource. */
    private static final class Recorders extends ResourceLeakDetectorFactory implements AutoCloseable {
        private final Queue<LeakRecorder<?>> all = new ConcurrentLinkedQueue<>();

        /** Deprecated for its last parameter, and still the one that has to be written. */
        @Override
        @SuppressWarnings("deprecation")
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            LeakRecorder<T> recorder = new LeakRecorder<>(resource, samplingInterval);
            all.add(recorder);
            return recorder;
        }

        @Override
        public void close() {
            List<String> leaks = new ArrayList<>();
            for (LeakRecorder<?> recorder : all) {
                leaks.addAll(recorder.leaks());
            }
            assertThat(leaks).as("resources of netty's that were not released").isEmpty();
        }
    }
}
