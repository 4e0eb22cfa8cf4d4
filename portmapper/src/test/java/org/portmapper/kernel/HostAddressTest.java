package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses whose host is known beforehand, and those of this host's interfaces. */
class HostAddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "127.0.0.5, true",
        "127.255.255.254, true",
        "127.255.255.255, false", // a broadcast
        "0.0.0.0, true",
        "255.255.255.255, false",
        "224.0.0.1, false",
        "192.0.2.1, false", // set aside for documentation
        "198.51.100.255, false",
    })
    void ipv4(String address, boolean ours) {
        assertThat(HostAddress.isOfThisHost(InetAddress.ofLiteral(address))).isEqualTo(ours);
    }

    @ParameterizedTest
    @CsvSource({
        "::1, true",
        "::, true",
        "::ffff:127.0.0.5, true",
        "::2, false",
        "2001:db8::1, false", // set aside for documentation
        "ff02::1, false",
        "fe80::1, false", // on which link?
    })
    void ipv6(String address, boolean ours) throws Exception {
        assumeTrue(Addresses.hasIpv6(), "this host has no IPv6");
        assertThat(HostAddress.isOfThisHost(InetAddress.ofLiteral(address))).isEqualTo(ours);
    }

    @Test
    void everyAddressOfAnInterfaceIsOurs() throws Exception {
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            List<InetAddress> addresses = each.isUp() ? Collections.list(each.getInetAddresses()) : List.of();
            assertThat(addresses).allMatch(HostAddress::isOfThisHost);
        }
    }

    @Test
    void linkLocalAddressNeedsItsScope() throws Exception {
        List<Inet6Address> scoped = linkLocalAddresses();
        assumeTrue(!scoped.isEmpty(), "this host has no link-local address");
        for (Inet6Address address : scoped) {
            InetAddress unscoped = InetAddress.getByAddress(address.getAddress());
            assertThat(HostAddress.isOfThisHost(unscoped)).isFalse();
        }
    }

    private static List<Inet6Address> linkLocalAddresses() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet6Address.class::isInstance)
                .map(Inet6Address.class::cast)
                .filter(Inet6Address::isLinkLocalAddress)
                .toList();
    }
}
