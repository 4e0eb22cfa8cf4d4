package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deadlines that are so far away, or so long past, that the time which the test takes does not matter. */
class DeadlineTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Deadline FAR = Deadline.in(DAY);
    private static final Deadline PAST = new Deadline(System.nanoTime() - DAY.toNanos());

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT24H0.000000001S"})
    void whatATransportWouldRefuseIsRefused(Duration deadline) {
        assertThatThrownBy(() -> Deadline.require(deadline))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deadline: " + deadline + " (expected: more than 0, at most PT24H)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT24H"})
    void theLimitsThemselvesAreTaken(Duration deadline) {
        assertThat(Deadline.require(deadline)).isEqualTo(deadline);
    }

    @Test
    void pastIsOverAndStillAMillisecondForATransport() {
        assertThat(PAST.isOver()).isTrue();
        assertThat(PAST.left()).isEqualTo(Duration.ofMillis(1));
        assertThat(PAST.share(3).isOver()).isTrue();
        assertThat(PAST.atMost(DAY)).isEqualTo(PAST);
    }

    @Test
    void futureIsShared() {
        assertThat(FAR.isOver()).isFalse();
        assertThat(FAR.left()).isBetween(Duration.ofHours(23), DAY);
        assertThat(FAR.share(1)).isEqualTo(FAR);
        assertThat(FAR.share(4).left()).isBetween(Duration.ofHours(5), Duration.ofHours(6));
        assertThat(FAR.atMost(Duration.ofHours(1)).left()).isBetween(Duration.ofMinutes(50), Duration.ofHours(1));
    }
}
