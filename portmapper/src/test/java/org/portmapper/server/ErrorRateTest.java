package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a source is answered with an error, by a clock that the test holds. */
final class ErrorRateTest {
    private static final Source SOMEBODY = new Source.Host(0x0a000001);

    private final AtomicLong now = new AtomicLong();

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1_000_000_000, Long.MIN_VALUE, -1})
    void twoSecondsOfTheRateAtOnceAndThenTheRateWhereverTheClockStands(long start) {
        now.set(start);
        ErrorRate rate = new ErrorRate(10, now::get);
        assertThat(allowed(rate, SOMEBODY)).isEqualTo(20);
        now.addAndGet(Duration.ofMillis(99).toNanos());
        assertThat(allowed(rate, SOMEBODY)).isZero();
        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(allowed(rate, SOMEBODY)).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(allowed(rate, SOMEBODY)).isEqualTo(10);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(allowed(rate, SOMEBODY)).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000_000})
    void anyRateHasItsRoom(int perSecond) {
        assertThat(allowed(new ErrorRate(perSecond, now::get), SOMEBODY)).isEqualTo(2L * perSecond);
    }

    @Test
    void oneSourceLeavesNearlyAllOthersTheirRoom() {
        ErrorRate rate = new ErrorRate(1, now::get);
        allowed(rate, SOMEBODY);
        // Whoever falls into the same place suffers with it: one in 4,096, and not the same ones after the next start.
        long others = IntStream.rangeClosed(1, 1_000)
                .filter(i -> rate.allows(new Source.Host(0x0a000001 + i)))
                .count();
        assertThat(others).isGreaterThan(900);
    }

    @Test
    void allSourcesTogetherGetNoMoreThanTheTableHolds() {
        ErrorRate rate = new ErrorRate(1, now::get);
        long all = IntStream.range(0, 100_000)
                .filter(i -> rate.allows(new Source.Host(i)))
                .count();
        assertThat(all).isLessThanOrEqualTo(ErrorRate.PLACES * 2L).isGreaterThan(ErrorRate.PLACES);
    }

    private static long allowed(ErrorRate rate, Source source) {
        long count = 0;
        while (rate.allows(source)) {
            count++;
        }
        return count;
    }
}
