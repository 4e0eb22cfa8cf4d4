package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.ScriptedPortmapper.Refusal;
import org.portmapper.rpc.xdr.XdrWriter;

/** Which versions are tried, against portmappers that refuse in different ways. */
class VersionFallbackTest {
    /** An empty list, which is also FALSE, port 0 and an empty string. */
    private static XdrWriter nothing(XdrWriter results) {
        return results.writeBool(false);
    }

    @ParameterizedTest(name = "highest {0}, refusing with {1}")
    @CsvSource(textBlock = """
            4, PROG_MISMATCH,        4.4
            3, PROG_MISMATCH,        4.4 3.4
            3, PROG_UNAVAIL,         4.4 3.4
            3, PROC_UNAVAIL,         4.4 3.4
            3, PROG_MISMATCH_2_TO_4, 4.4 3.4
            2, PROG_MISMATCH,        4.4 2.4
            2, PROG_UNAVAIL,         4.4 3.4 2.4
            2, PROC_UNAVAIL,         4.4 3.4 2.4
            2, PROG_MISMATCH_2_TO_4, 4.4 3.4 2.4
            """)
    void highestVersionIsFoundOnceAndKept(long highest, Refusal refusal, String asked) throws Exception {
        try (UdpPeer peer = ScriptedPortmapper.serving(highest, refusal, VersionFallbackTest::nothing)
                        .onUdp();
                RpcbindClient client = RpcbindClient.open(ScriptedPortmapper.addressOf(peer))) {
            assertThat(client.version()).isEqualTo(4);
            assertThat(client.list()).isEmpty();
            assertThat(client.version()).isEqualTo(highest);
            assertThat(ScriptedPortmapper.asked(peer)).isEqualTo(List.of(asked.split(" ")));
            client.ping();
            assertThat(ScriptedPortmapper.asked(peer)).endsWith(asked.substring(asked.length() - 3), highest + ".0");
        }
    }

    @Test
    void versionsAreTriedOnOneConnection() throws Exception {
        try (StreamPeer peer = ScriptedPortmapper.serving(2, Refusal.PROG_UNAVAIL, VersionFallbackTest::nothing)
                        .onTcp();
                RpcbindClient client = RpcbindClient.open(ScriptedPortmapper.addressOf(peer))) {
            assertThat(client.listAsync().get()).isEmpty();
            assertThat(client.version()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            PROG_MISMATCH, version 4 is not served there (expected: 2)
            PROG_UNAVAIL,  the program is not served there
            PROC_UNAVAIL,  this version has no such procedure there
            """)
    void questionThatOnlyVersion4KnowsIsNotAskedInLowerOnes(Refusal refusal, String text) throws Exception {
        try (UdpPeer peer = ScriptedPortmapper.serving(2, refusal, VersionFallbackTest::nothing)
                        .onUdp();
                RpcbindClient client = RpcbindClient.open(ScriptedPortmapper.addressOf(peer))) {
            assertThatThrownBy(client::statistics)
                    .isInstanceOf(RpcException.class)
                    .hasMessage(ScriptedPortmapper.addressOf(peer) + ": portmapper version 4 GETSTAT: " + text);
            assertThat(ScriptedPortmapper.asked(peer)).containsExactly("4.12");
            assertThat(client.list()).isEmpty();
            assertThatThrownBy(() -> client.addresses(100003, 3))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("portmapper version 4 GETADDRLIST: ");
        }
    }

    @Test
    void programThatIsNoPortmapperEndsTheQuestion() throws Exception {
        try (UdpPeer peer = ScriptedPortmapper.serving(1, Refusal.PROG_UNAVAIL, VersionFallbackTest::nothing)
                        .onUdp();
                RpcbindClient client = RpcbindClient.open(ScriptedPortmapper.addressOf(peer))) {
            assertThatThrownBy(client::ping)
                    .isInstanceOf(RpcException.ProgramUnavailable.class)
                    .hasMessageContaining("portmapper version 2 NULL: the program is not served there");
            assertThat(ScriptedPortmapper.asked(peer)).containsExactly("4.0", "3.0", "2.0");
        }
    }

    @Test
    void silenceLowersNothing() throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> List.of());
                RpcbindClient client =
                        RpcbindClient.open(ScriptedPortmapper.addressOf(peer)).within(Duration.ofMillis(20))) {
            assertThatThrownBy(client::ping)
                    .isInstanceOf(RpcException.TimedOut.class)
                    .hasMessageMatching(".*NULL: no reply within \\d+ ms; the host is down, or something on the way"
                            + " drops UDP: try tcp");
            assertThat(client.version()).isEqualTo(4);
        }
    }
}
