package org.portmapper.rpc.rpcbind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transports and what is known of each. */
class NetidTest {
    @ParameterizedTest
    @CsvSource({
        "UDP, udp, inet, 17, udp",
        "TCP, tcp, inet, 6, tcp",
        "UDP6, udp6, inet6, 17, udp",
        "TCP6, tcp6, inet6, 6, tcp",
        "LOCAL, local, loopback, 0, -",
        "UNIX, unix, loopback, 0, -",
    })
    void eachIsWhatTheRfcsSay(Netid netid, String text, String family, int protocol, String protocolName) {
        assertThat(Netid.of(text)).hasValue(netid);
        assertThat(netid.text()).isEqualTo(text);
        assertThat(netid.family().text()).isEqualTo(family);
        assertThat(netid.protocol()).isEqualTo(protocol);
        assertThat(netid.protocolName()).isEqualTo(protocolName);
    }

    @Test
    void datagramsAreOneAndStreamsAreThree() {
        assertThat(Netid.values())
                .extracting(netid -> netid.semantics().number())
                .containsExactly(1, 3, 1, 3, 3, 3);
    }

    @Test
    void onlyIpv4HasMappings() {
        assertThat(Netid.values()).filteredOn(Netid::hasMapping).containsExactly(Netid.UDP, Netid.TCP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "TCP", "Udp", "tcp ", "tcp\0", "tcp\0zz", "sctp", "ticlts", "rawip", "bogus"})
    void whatIsNotOneIsNone(String text) {
        assertThat(Netid.of(text)).isEmpty();
    }

    @Test
    void aProtocolNumberMeansAnIpv4Transport() {
        assertThat(Netid.ofProtocol(6)).hasValue(Netid.TCP);
        assertThat(Netid.ofProtocol(17)).hasValue(Netid.UDP);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 58, 132, 0x1_0000_0006L, 4_294_967_295L, -6})
    void anotherProtocolNumberMeansNone(long protocol) {
        assertThat(Netid.ofProtocol(protocol)).isEmpty();
    }
}
