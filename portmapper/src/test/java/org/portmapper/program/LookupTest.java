package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.XdrList;

/** GETADDR, GETVERSADDR, GETADDRLIST and GETPORT: an address that the caller can reach, or none. */
final class LookupTest {
    private final Calls calls = new Calls();

    /** The server is 127.0.0.1, 10.8.0.1 and 10.9.0.1; the last column is the answer's host, port 2049 behind it. */
    @ParameterizedTest
    @CsvSource({
        // registered,  caller,    asked at,   hint,                 answer
        "0.0.0.0,       127.0.0.1, 127.0.0.1,  '',                   127.0.0.1",
        "0.0.0.0,       127.0.0.5, 127.0.0.1,  '',                   127.0.0.1",
        "0.0.0.0,       10.8.0.2,  10.8.0.1,   '',                   10.8.0.1",
        "0.0.0.0,       10.9.0.2,  10.9.0.1,   '',                   10.9.0.1",
        "0.0.0.0,       10.8.0.2,  10.8.0.1,   10.9.0.1.0.111,       10.9.0.1",
        "0.0.0.0,       10.8.0.2,  10.8.0.1,   203.0.113.5.0.111,    203.0.113.5",
        "0.0.0.0,       10.8.0.2,  10.8.0.1,   127.0.0.1.0.111,      10.8.0.1",
        "0.0.0.0,       10.8.0.2,  10.8.0.1,   0.0.0.0.0.111,        10.8.0.1",
        "0.0.0.0,       10.8.0.2,  10.8.0.1,   224.0.0.1.0.111,      10.8.0.1",
        "0.0.0.0,       10.8.0.2,  10.8.0.1,   255.255.255.255.0.111, 10.8.0.1",
        "0.0.0.0,       10.8.0.2,  10.8.0.1,   10.8.0.2.0.111,       10.8.0.1",
        "0.0.0.0,       10.8.0.2,  10.8.0.1,   junk,                 10.8.0.1",
        "0.0.0.0,       10.8.0.2,  10.8.0.1,   ::1.0.111,            10.8.0.1",
        "0.0.0.0,       10.8.0.2,  10.8.0.1,   10.9.0.1,             10.8.0.1",
        "0.0.0.0,       127.0.0.1, 127.0.0.1,  127.0.0.1.0.111,      127.0.0.1",
        "127.0.0.1,     127.0.0.1, 127.0.0.1,  '',                   127.0.0.1",
        "127.0.0.1,     10.8.0.2,  10.8.0.1,   '',                   ''",
        "127.0.0.1,     10.8.0.2,  10.8.0.1,   127.0.0.1.0.111,      ''",
        "10.9.0.1,      10.8.0.2,  10.8.0.1,   '',                   10.9.0.1",
        "10.9.0.1,      10.8.0.2,  10.8.0.1,   10.8.0.1.0.111,       10.9.0.1",
        "::,            ::1,       ::1,        '',                   ::1",
        "::,            fd00:8::2, fd00:8::1,  '',                   fd00:8::1",
        "::,            fd00:8::2, fd00:8::1,  fd00:9::1.0.111,      fd00:9::1",
        "::1,           fd00:8::2, fd00:8::1,  '',                   ''",
    })
    void getAddrAnswersWhatTheCallerCanReach(String registered, String caller, String asked, String hint, String answer)
            throws Exception {
        Netid netid = registered.contains(":") ? Netid.TCP6 : Netid.TCP;
        calls.set(Calls.ROOT, 7, 3, netid.text(), registered + ".8.1");
        Peer peer = Calls.inet(netid, caller, 4000, asked);

        assertThat(calls.getAddr(peer, 7, 3, hint)).isEqualTo(answer.isEmpty() ? "" : answer + ".8.1");
    }

    @Test
    void theNetidIsThatOfTheCallAndNotThatOfTheArgument() throws Exception {
        calls.set(Calls.ROOT, 7, 3, "tcp", "0.0.0.0.8.1");

        assertThat(calls.getAddr(Calls.LOOPBACK_TCP, 7, 3, "")).isEqualTo("127.0.0.1.8.1");
        assertThat(calls.getAddr(Calls.LOOPBACK_HIGH, 7, 3, "")).isEmpty();
        assertThat(calls.getAddr(Calls.LOOPBACK_IPV6, 7, 3, "")).isEmpty();
        assertThat(calls.getAddr(Calls.ROOT, 7, 3, "")).isEmpty();
    }

    @Test
    void overTheLocalSocketLocalServicesAreFoundAsTheyRegistered() throws Exception {
        calls.set(Calls.ROOT, 7, 3, "local", "/run/foo.sock");

        assertThat(calls.getAddr(Calls.NOBODY, 7, 3, "junk")).isEqualTo("/run/foo.sock");
    }

    @Test
    void getVersAddrTakesNoOtherVersion() throws Exception {
        calls.set(Calls.ROOT, 7, 3, "tcp", "0.0.0.0.8.1");

        assertThat(calls.getAddr(Calls.LOOPBACK_TCP, 7, 1, "")).isEqualTo("127.0.0.1.8.1");
        assertThat(calls.results(Calls.LOOPBACK_TCP, 4, 9, Calls.rpcb(7, 1, "", ""))
                        .readString("address", 99))
                .isEmpty();
        assertThat(calls.results(Calls.LOOPBACK_TCP, 4, 9, Calls.rpcb(7, 3, "", ""))
                        .readString("address", 99))
                .isEqualTo("127.0.0.1.8.1");
    }

    @Test
    void theFallbackPassesOverVersionsThatTheCallerCannotReach() throws Exception {
        calls.set(Calls.ROOT, 7, 3, "tcp", "0.0.0.0.8.1");
        calls.set(Calls.ROOT, 7, 4, "tcp", "127.0.0.1.8.2");

        assertThat(calls.getAddr(Calls.REMOTE_TCP, 7, 4, "")).isEqualTo("10.8.0.1.8.1");
        assertThat(calls.getAddr(Calls.LOOPBACK_TCP, 7, 4, "")).isEqualTo("127.0.0.1.8.2");
    }

    @Test
    void getAddrListNamesAllTransportsOfTheCallersFamily() throws Exception {
        calls.set(Calls.ROOT, 7, 3, "tcp", "0.0.0.0.5.1");
        calls.set(Calls.ROOT, 7, 3, "udp", "0.0.0.0.5.2");
        calls.set(Calls.ROOT, 7, 3, "tcp6", "::.5.3");
        calls.set(Calls.ROOT, 7, 3, "local", "/run/x");

        assertThat(XdrList.read(calls.results(Calls.LOOPBACK_TCP, 4, 11, Calls.rpcb(7, 3, "", "")), RpcbEntry::read))
                .containsExactly(
                        new RpcbEntry("127.0.0.1.5.1", "tcp", 3, "inet", "tcp"),
                        new RpcbEntry("127.0.0.1.5.2", "udp", 1, "inet", "udp"));
        assertThat(XdrList.read(calls.results(Calls.ROOT, 4, 11, Calls.rpcb(7, 3, "", "")), RpcbEntry::read))
                .containsExactly(new RpcbEntry("/run/x", "local", 3, "loopback", "-"));
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,   10.8.0.2,  10.8.0.1,  2049",
        "10.8.0.1,  10.8.0.2,  10.8.0.1,  2049",
        "10.9.0.1,  10.8.0.2,  10.8.0.1,  0",
        "127.0.0.1, 10.8.0.2,  10.8.0.1,  0",
        "127.0.0.1, 127.0.0.1, 127.0.0.1, 2049",
        "127.0.0.1, ::1,       ::1,       2049",
        "10.9.0.1,  127.0.0.1, 127.0.0.1, 0",
        "0.0.0.0,   fd00::2,   fd00::1,   2049",
        "10.9.0.1,  fd00::2,   fd00::1,   2049",
        "127.0.0.1, fd00::2,   fd00::1,   0",
    })
    void getPortOffersOnlyWhatIsBoundWhereTheCallerWillTry(String registered, String caller, String asked, long port)
            throws Exception {
        calls.set(Calls.ROOT, 7, 3, "tcp", registered + ".8.1");
        Netid netid = caller.contains(":") ? Netid.UDP6 : Netid.UDP;

        assertThat(calls.getPort(Calls.inet(netid, caller, 4000, asked), 7, 3, 6))
                .isEqualTo(port);
        assertThat(calls.getPort(Calls.ROOT, 7, 3, 6)).isEqualTo(2049);
    }

    @Test
    void getPortFallsBackToTheLatestVersionAndKnowsIpv4Only() throws Exception {
        calls.set(Calls.ROOT, 7, 3, "tcp", "0.0.0.0.8.1");
        calls.set(Calls.ROOT, 7, 4, "tcp", "0.0.0.0.8.2");
        calls.set(Calls.ROOT, 8, 1, "tcp6", "::.8.3");

        assertThat(calls.getPort(Calls.LOOPBACK_HIGH, 7, 9, 6)).isEqualTo(2050);
        assertThat(calls.getPort(Calls.LOOPBACK_HIGH, 7, 3, 17)).isZero();
        assertThat(calls.getPort(Calls.LOOPBACK_HIGH, 8, 1, 6)).isZero();
        assertThat(calls.getPort(Calls.LOOPBACK_HIGH, 7, 3, 58)).isZero();
    }
}
