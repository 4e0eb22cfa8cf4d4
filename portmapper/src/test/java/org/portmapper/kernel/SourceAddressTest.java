package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.portmapper.kernel.Addresses.at;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** The routing table's answer; on loopback it is known beforehand. */
class SourceAddressTest {
    @Test
    void loopbackIsReachedFromLoopback() throws Exception {
        assertThat(SourceAddress.towards(at("127.0.0.5", 40_000))).contains(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void ipv6LoopbackIsReachedFromItself() throws Exception {
        InetAddress loopback = InetAddress.ofLiteral("::1");
        assumeTrue(Addresses.hasIpv6(), "this host has no IPv6");
        assertThat(SourceAddress.towards(new InetSocketAddress(loopback, 40_000)))
                .contains(loopback);
    }

    @Test
    void peerThatCannotBeReachedHasNoSource() {
        assertThat(SourceAddress.towards(at("255.255.255.255", 40_000)))
                .as("a socket must ask for broadcast, and this one does not")
                .isEmpty();
    }
}
