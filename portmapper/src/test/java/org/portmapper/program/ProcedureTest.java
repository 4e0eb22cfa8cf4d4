package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.RpcbStatistics;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** Which procedures there are, DUMP, GETTIME, conversions and GETSTAT: RFC 1833 sections 2.2.1 and 3.1. */
final class ProcedureTest {
    private final Calls calls = new Calls();

    @ParameterizedTest
    @CsvSource({"2, 6", "2, 4294967295", "3, 9", "3, 12", "4, 13", "4, 4294967295"})
    void proceduresBeyondTheVersionAreUnavailable(long version, long procedure) {
        assertThat(calls.status(Calls.ROOT, version, procedure, Opaque.EMPTY))
                .isEqualTo(new AcceptedStatus.ProcedureUnavailable());
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4})
    void nullTakesAnythingAndAnswersNothing(long version) {
        assertThat(calls.status(Calls.REMOTE, version, 0, Opaque.ofHex("ff")))
                .isEqualTo(new AcceptedStatus.Success(Opaque.EMPTY));
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1", "2, 2", "2, 3", "3, 1", "3, 2", "3, 3", "3, 7", "3, 8", "4, 1", "4, 2", "4, 3", "4, 7", "4, 8", "4, 9",
        "4, 10", "4, 11"
    })
    void argumentsCutAtAnyByteAreGarbage(long version, long procedure) {
        Opaque whole = version == 2 ? Calls.mapping(7, 1, 6, 99) : Calls.rpcb(7, 1, "tcp", "0.0.0.0.0.99");
        int enough = procedure == 7 ? 4 : procedure == 8 ? 8 : whole.length();
        for (int length = 0; length < enough; length++) {
            Opaque cut = Opaque.of(java.util.Arrays.copyOf(whole.toBytes(), length));
            assertThat(calls.status(Calls.LOOPBACK_HIGH, version, procedure, cut))
                    .as("version %d procedure %d, %d bytes", version, procedure, length)
                    .isEqualTo(new AcceptedStatus.GarbageArguments());
        }
        assertThat(calls.registry.all()).isEmpty();
    }

    @Test
    void dumpFollowsEveryChange() throws Exception {
        assertThat(dump()).isEmpty();
        calls.setMapping(Calls.ROOT, 7, 1, 6, 99);
        assertThat(dump()).containsExactly(new Mapping(7, 1, 6, 99));
        calls.set(Calls.ROOT, 7, 1, "udp6", "::.1.1");
        calls.set(Calls.ROOT, 7, 1, "udp", "10.0.0.1.1.1");
        assertThat(dump()).containsExactly(new Mapping(7, 1, 6, 99), new Mapping(7, 1, 17, 257));
        calls.unset(Calls.ROOT, 7, 1, "tcp");
        assertThat(dump()).containsExactly(new Mapping(7, 1, 17, 257));
    }

    private List<Mapping> dump() throws Exception {
        return XdrList.read(calls.results(Calls.REMOTE, 2, 4, Opaque.EMPTY), Mapping::read);
    }

    @Test
    void dumpOfVersions3And4IsTheSameToTheByte() throws Exception {
        calls.set(Calls.NOBODY, 0x493e4, 1, "tcp", "127.0.0.1.17.92");
        Opaque expected = Opaque.ofHex(
                "00000001" // one more
                        + "000493e4" // program
                        + "00000001" // version
                        + "00000003" + "74637000" // netid "tcp"
                        + "0000000f" + "3132372e302e302e312e31372e393200" // address "127.0.0.1.17.92"
                        + "00000005" + "3635353334000000" // owner "65534"
                        + "00000000"); // no more

        assertThat(calls.status(Calls.REMOTE, 3, 4, Opaque.EMPTY)).isEqualTo(new AcceptedStatus.Success(expected));
        assertThat(calls.status(Calls.REMOTE, 4, 4, Opaque.EMPTY)).isEqualTo(new AcceptedStatus.Success(expected));
    }

    @Test
    void getTimeIsInSeconds() throws Exception {
        assertThat(calls.results(Calls.REMOTE, 3, 6, Opaque.EMPTY).readUnsignedInt("time"))
                .isEqualTo(Calls.NOW.getEpochSecond());
    }

    /** The family is in host byte order, which is little-endian on both machines that the daemon runs on. */
    @ParameterizedTest
    @CsvSource({
        "udp,   127.0.0.1.0.111, 00000010 00000010 0200006f7f0000010000000000000000",
        "udp6,  ::1.0.111,       0000001c 0000001c 0a00006f000000000000000000000000000000000000000100000000",
        "udp,   ::1.0.111,       00000000 00000000",
        "udp6,  127.0.0.1.0.111, 00000000 00000000",
        "udp,   nonsense,        00000000 00000000",
        "local, /run/x,          0000006e 00000008 01002f72756e2f78",
        "local, 127.0.0.1.0.111, 00000010 00000010 0200006f7f0000010000000000000000",
        "local, nonsense,        00000000 00000000",
    })
    void addressesAreConvertedBothWays(String transport, String address, String taddr) throws Exception {
        Peer peer = peer(transport);
        Opaque uaddr = new XdrWriter().writeString(address).toOpaque();
        Opaque netbuf = Opaque.ofHex(taddr.replace(" ", ""));

        assertThat(calls.status(peer, 3, 7, uaddr)).isEqualTo(new AcceptedStatus.Success(netbuf));
        String back = calls.results(peer, 4, 8, netbuf).readString("address", 256);
        assertThat(back).isEqualTo(netbuf.length() == 8 ? "" : address);
    }

    @ParameterizedTest
    @CsvSource({
        "udp,  0000001c 0000001c 0a00006f000000000000000000000000000000000000000100000000",
        "udp6, 00000010 00000010 0200006f7f0000010000000000000000",
        "udp,  00000010 00000003 02000000",
        "udp,  00000010 00000001 02000000",
        "udp,  00000010 00000010 ff00006f7f0000010000000000000000",
    })
    void whatIsNoAddressOfTheTransportConvertsToNothing(String transport, String netbuf) throws Exception {
        Opaque bytes = Opaque.ofHex(netbuf.replace(" ", ""));

        assertThat(calls.results(peer(transport), 4, 8, bytes).readString("address", 256))
                .isEmpty();
    }

    private static Peer peer(String transport) {
        return switch (transport) {
            case "udp" -> Calls.LOOPBACK_HIGH;
            case "udp6" -> Calls.LOOPBACK_IPV6;
            default -> Calls.ROOT;
        };
    }

    @Test
    void getStatCountsCallsSetsAndLookups() throws Exception {
        calls.setMapping(Calls.ROOT, 7, 1, 6, 99);
        calls.setMapping(Calls.ROOT, 7, 1, 6, 98);
        calls.getPort(Calls.LOOPBACK_HIGH, 7, 1, 6);
        calls.getPort(Calls.LOOPBACK_HIGH, 8, 1, 6);
        calls.getPort(Calls.LOOPBACK_HIGH, 8, 1, 6);
        calls.getPort(Calls.LOOPBACK_HIGH, 8, 1, 99);
        List<RpcbStatistics> statistics = statistics();

        assertThat(statistics.get(0).calls()).startsWith(0L, 2L, 0L, 4L).hasSize(13);
        assertThat(statistics.get(0).sets()).isEqualTo(1);
        assertThat(statistics.get(0).lookups())
                .containsExactly(
                        new RpcbStatistics.Lookups(8, 1, 0, 2, "tcp"), new RpcbStatistics.Lookups(7, 1, 1, 0, "tcp"));
        assertThat(statistics.get(2).calls().get(12)).isEqualTo(1);
    }

    @Test
    void rowsOfTheStatisticsAreBoundedAndTheOldestMakesRoom() throws Exception {
        for (int program = 0; program <= CallCounts.ROWS; program++) {
            calls.getPort(Calls.LOOPBACK_HIGH, program, 1, 6);
        }
        List<RpcbStatistics.Lookups> rows = statistics().get(0).lookups();

        assertThat(rows).hasSize(CallCounts.ROWS);
        assertThat(rows.getFirst().program()).isEqualTo(CallCounts.ROWS);
        assertThat(rows.getLast().program()).isEqualTo(1);
    }

    private List<RpcbStatistics> statistics() throws Exception {
        XdrReader reader = calls.results(Calls.ROOT, 4, 12, Opaque.EMPTY);
        List<RpcbStatistics> statistics = new ArrayList<>();
        while (reader.remaining() > 0) {
            statistics.add(RpcbStatistics.read(reader));
        }
        assertThat(statistics).hasSize(RpcbStatistics.VERSIONS);
        return statistics;
    }
}
