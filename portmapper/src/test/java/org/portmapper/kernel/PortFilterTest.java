package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.kernel.PortFilter.Range;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;

/** Ports as ranges; what the kernel makes of them is tried in {@link DestroyNoticesTest}. */
class PortFilterTest {
    private static final int LIMIT = PortFilter.MAX_RANGES;

    @Test
    void noPortsAreNoRanges() {
        assertThat(PortFilter.of(Set.of()).ranges()).isEmpty();
    }

    @Test
    void neighboursAreOneRange() {
        assertThat(PortFilter.of(Set.of(113, 111, 65535, 112, 115)).ranges())
                .containsExactly(new Range(111, 113), new Range(115, 115), new Range(65535, 65535));
    }

    @Test
    void asManyPortsAsThereAreRangesLetNothingElseThrough() {
        assertThat(PortFilter.of(everySecond(LIMIT)).ranges())
                .hasSize(LIMIT)
                .allMatch(range -> range.first() == range.last());
    }

    @Test
    void onePortMoreIsJoinedAcrossTheSmallestGap() {
        Set<Integer> ports =
                IntStream.rangeClosed(1, LIMIT).mapToObj(i -> i * 10).collect(Collectors.toCollection(TreeSet::new));
        ports.add(503);
        List<Range> ranges = PortFilter.of(ports).ranges();
        assertThat(ranges).hasSize(LIMIT).contains(new Range(500, 503), new Range(510, 510));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 129, 1000, 32_000})
    void equalGapsDoNotMakeMoreRanges(int ports) {
        assertThat(PortFilter.of(everySecond(ports)).ranges().size()).isBetween(1, LIMIT);
    }

    @Seeded
    void everyPortIsInExactlyOneRange(long seed) {
        RandomValues random = new RandomValues(seed);
        Set<Integer> ports = new TreeSet<>();
        int count = 1 + random.upTo(2999);
        for (int i = 0; i < count; i++) {
            ports.add(1 + random.upTo(65_534));
        }
        List<Range> ranges = PortFilter.of(ports).ranges();
        assertThat(ranges).hasSizeLessThanOrEqualTo(LIMIT);
        assertThat(ports)
                .allMatch(port -> ranges.stream()
                                .filter(range -> range.first() <= port && port <= range.last())
                                .count()
                        == 1);
        assertThat(ranges).allMatch(range -> ports.contains(range.first()) && ports.contains(range.last()));
    }

    private static Set<Integer> everySecond(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> i * 2).collect(Collectors.toSet());
    }
}
