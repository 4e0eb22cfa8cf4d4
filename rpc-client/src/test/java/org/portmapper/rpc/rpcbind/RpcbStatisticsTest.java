package org.portmapper.rpc.rpcbind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.rpcbind.RpcbStatistics.Lookups;
import org.portmapper.rpc.rpcbind.RpcbStatistics.RemoteCalls;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;

/** The statistics of GETSTAT. */
class RpcbStatisticsTest {
    private static final List<Long> NO_CALLS = Collections.nCopies(13, 0L);

    private static final RpcbStatistics EXAMPLE = new RpcbStatistics(
            List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 4_294_967_295L),
            14,
            15,
            List.of(new Lookups(100003, 3, 16, 17, "tcp"), new Lookups(100005, 1, 18, 19, "udp6")),
            List.of(new RemoteCalls(new Procedure(100004, 2, 1), 20, 21, 22, "udp")));

    private static final String EXAMPLE_BYTES = """
            00000001 00000002 00000003 00000004  # calls of procedures 0 to 3
            00000005 00000006 00000007 00000008  # calls of procedures 4 to 7
            00000009 0000000a 0000000b 0000000c  # calls of procedures 8 to 11
            ffffffff                             # calls of procedure 12
            0000000e                             # sets
            0000000f                             # unsets
            00000001                             # lookups: an item
            000186a3 00000003                    #   program 100003, version 3
            00000010 00000011                    #   successes, failures
            00000003 74637000                    #   netid "tcp"
            00000001                             # another item
            000186a5 00000001                    #   program 100005, version 1
            00000012 00000013                    #   successes, failures
            00000004 75647036                    #   netid "udp6"
            00000000                             # end of the lookups
            00000001                             # remote calls: an item
            000186a4 00000002 00000001           #   program 100004, version 2, procedure 1
            00000014 00000015 00000016           #   successes, failures, indirect
            00000003 75647000                    #   netid "udp"
            00000000                             # end of the remote calls
            """;

    @Test
    void theyStandAsTheRfcSays() throws XdrException {
        StructTest.STATISTICS.assertStandsAs(EXAMPLE, HexText.bytes(EXAMPLE_BYTES));
    }

    @Test
    void everyTruncationIsRefused() {
        StructTest.STATISTICS.assertEveryTruncationIsRefused(EXAMPLE);
    }

    @Test
    void threeVersionsThatCountedNothingTake204Bytes() {
        RpcbStatistics nothing = new RpcbStatistics(NO_CALLS, 0, 0, List.of(), List.of());
        assertThat(RpcbStatistics.VERSIONS
                        * StructTest.STATISTICS.write(nothing).length())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 12, 14})
    void thereIsOneCountForEachProcedure(int size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RpcbStatistics(Collections.nCopies(size, 0L), 0, 0, List.of(), List.of()))
                .withMessage("calls: " + size + " (expected: 13)");
    }

    @Test
    void everyCountHas32Bits() {
        String refusal = ": 4294967296 (expected: 0 to 4294967295)";
        long over = 0x1_0000_0000L;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RpcbStatistics(Collections.nCopies(13, over), 0, 0, List.of(), List.of()))
                .withMessage("calls" + refusal);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RpcbStatistics(NO_CALLS, over, 0, List.of(), List.of()))
                .withMessage("sets" + refusal);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RpcbStatistics(NO_CALLS, 0, over, List.of(), List.of()))
                .withMessage("unsets" + refusal);
    }

    @Test
    void aNetidOverItsLimitIsRefused() {
        RpcbStatistics atLimit = new RpcbStatistics(
                NO_CALLS,
                0,
                0,
                List.of(new Lookups(1, 2, 3, 4, "n".repeat(Rpcb.NETID_LIMIT))),
                List.of(new RemoteCalls(new Procedure(1, 2, 3), 4, 5, 6, "n".repeat(Rpcb.NETID_LIMIT))));
        String netid = Opaque.of(new byte[Rpcb.NETID_LIMIT]).toHex().replace("00", "6e");
        String bytes = StructTest.STATISTICS.write(atLimit).toHex();
        Opaque longLookup = Opaque.ofHex(bytes.replaceFirst("00000020" + netid, "00000021" + netid + "6e000000"));
        int last = bytes.lastIndexOf("00000020" + netid);
        Opaque longCall = Opaque.ofHex(bytes.substring(0, last) + "00000021" + netid + "6e000000" + "00000000");
        for (Opaque over : List.of(longLookup, longCall)) {
            assertThatExceptionOfType(XdrException.class)
                    .isThrownBy(() -> RpcbStatistics.read(over.reader()))
                    .withMessage("netid length: 33 (expected: at most 32)");
        }
    }

    @Test
    void theyDoNotChangeWithTheCallersLists() {
        List<Long> calls = new ArrayList<>(NO_CALLS);
        List<Lookups> lookups = new ArrayList<>();
        List<RemoteCalls> remoteCalls = new ArrayList<>();
        RpcbStatistics statistics = new RpcbStatistics(calls, 0, 0, lookups, remoteCalls);
        calls.set(0, 1L);
        lookups.add(new Lookups(1, 2, 3, 4, "tcp"));
        remoteCalls.add(new RemoteCalls(new Procedure(1, 2, 3), 4, 5, 6, "tcp"));
        assertThat(statistics).isEqualTo(new RpcbStatistics(NO_CALLS, 0, 0, List.of(), List.of()));
    }
}
