package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pauses by a clock that goes when it is told to. */
class PausesTest {
    /** So near to its overflow that a second passes it. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);

    private final Pauses pauses = new Pauses(clock::get);

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    @Test
    void eachFailureDoublesThePauseUpToASecond() {
        assertThat(Stream.generate(pauses::afterFailure).limit(7).map(Duration::toMillis))
                .containsExactly(50L, 100L, 200L, 400L, 800L, 1000L, 1000L);
    }

    @Test
    void whatLastedIsRegisteredAgainAtOnce() {
        assertThat(Stream.generate(pauses::afterFailure).limit(7)).hasSize(7);
        pauses.registered();
        pass(Duration.ofSeconds(1));
        assertThat(pauses.afterLoss()).isZero();
        assertThat(pauses.afterFailure()).as("and from the beginning").isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void whatIsLostAtOnceIsWaitedForLongerEachTime() {
        for (int millis : new int[] {50, 100, 200, 400, 800, 1000, 1000}) {
            pauses.registered();
            pass(Duration.ofMillis(999));
            assertThat(pauses.afterLoss()).isEqualTo(Duration.ofMillis(millis));
        }
    }

    @Test
    void refusalsAreTakenAsThoseOfAStartingPortmapperFiveTimes() {
        Pauses pauses = new Pauses(() -> 0);
        for (int i = 0; i < 5; i++) {
            assertThat(pauses.afterRefusal()).isEqualTo(Pauses.LONGEST);
        }
        assertThat(pauses.afterRefusal()).isEqualTo(Pauses.AFTER_REFUSAL);
        assertThat(pauses.afterRefusal()).isEqualTo(Pauses.AFTER_REFUSAL);
        pauses.registered();
        assertThat(pauses.afterRefusal()).isEqualTo(Pauses.LONGEST);
    }
}
