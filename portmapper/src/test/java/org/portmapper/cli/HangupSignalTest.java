package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** SIGHUP reaches the daemon and does not end it. */
final class HangupSignalTest {
    @Test
    void everyHangupIsHandled() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        HangupSignal.handle(() -> {
            first.countDown();
            second.countDown();
        });
        hangUp();
        assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
        hangUp();
        assertThat(second.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void hangUp() throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        assertThat(new ProcessBuilder("kill", "-HUP", pid).start().waitFor()).isZero();
    }
}
