package org.portmapper.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakTracker;
import org.junit.jupiter.api.Test;

/** That leaks are found where there are some: otherwise a run without any would prove nothing. */
class LeakRecorderTest {
    private final LeakRecorder<Object> recorder = new LeakRecorder<>(Object.class, 1);

    @Test
    void everyBufferIsFollowed() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
        ByteBuf buffer = ByteBufAllocator.DEFAULT.ioBuffer();
        assertThat(buffer.getClass().getSimpleName()).contains("LeakAware");
        buffer.release();
    }

    @Test
    void whatIsLostIsFoundAndWhatIsClosedIsNot() {
        lose();
        Object closed = new Object();
        track(closed).close(closed);
        Object inUse = new Object();
        ResourceLeakTracker<Object> tracker = track(inUse);
        assertThat(recorder.leaks()).singleElement().asString().contains("LeakRecorderTest.lose");
        tracker.close(inUse);
    }

    private void lose() {
        track(new Object()).record("lost here");
    }

    private ResourceLeakTracker<Object> track(Object resource) {
        return recorder.trackForcibly(resource);
    }
}
