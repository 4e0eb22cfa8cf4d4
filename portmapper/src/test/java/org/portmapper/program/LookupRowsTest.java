package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.RpcbStatistics.Lookups;

/** So many rows of look-ups, of which the oldest makes room for a new one. */
class LookupRowsTest {
    private final LookupRows rows = new LookupRows(4);

    @Test
    void rowsAreListedFromTheNewestToTheOldest() {
        rows.count(1, 1, Netid.UDP, true);
        rows.count(2, 1, Netid.UDP, false);
        rows.count(1, 1, Netid.UDP, false);
        rows.count(1, 1, Netid.TCP, true);

        assertThat(rows.newestFirst())
                .containsExactly(
                        new Lookups(1, 1, 1, 0, "tcp"), new Lookups(2, 1, 0, 1, "udp"), new Lookups(1, 1, 1, 1, "udp"));
    }

    @Test
    void oldestRowMakesRoomAndBeginsAnew() {
        for (int program = 1; program <= 5; program++) {
            rows.count(program, 1, Netid.UDP, true);
        }
        rows.count(1, 1, Netid.UDP, false);

        assertThat(rows.newestFirst()).extracting(Lookups::program).containsExactly(1L, 5L, 4L, 3L);
        assertThat(rows.newestFirst().getFirst()).isEqualTo(new Lookups(1, 1, 0, 1, "udp"));
    }

    @Test
    void countsAreCutTo32Bits() {
        rows.count(0xffff_ffffL, 0xffff_ffffL, Netid.LOCAL, true);

        assertThat(rows.newestFirst()).containsExactly(new Lookups(0xffff_ffffL, 0xffff_ffffL, 1, 0, "local"));
    }

    @Test
    void randomLookupsAreCountedAsByAMap() {
        Random random = new Random(6);
        LookupRows many = new LookupRows(64);
        Map<String, long[]> expected = new LinkedHashMap<>();
        for (int i = 0; i < 100_000; i++) {
            long program = random.nextInt(10) == 0 ? random.nextInt(1000) : random.nextInt(40);
            boolean success = random.nextBoolean();
            many.count(program, 1 + (program % 2), Netid.UDP, success);
            String key = String.valueOf(program);
            if (!expected.containsKey(key) && expected.size() == 64) {
                expected.remove(expected.keySet().iterator().next());
            }
            expected.computeIfAbsent(key, _ -> new long[2])[success ? 0 : 1]++;
        }
        List<Lookups> wanted = new ArrayList<>();
        expected.forEach((program, counts) -> wanted.addFirst(
                new Lookups(Long.parseLong(program), 1 + (Long.parseLong(program) % 2), counts[0], counts[1], "udp")));
        assertThat(many.newestFirst()).isEqualTo(wanted);
    }
}
