package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.portmapper.kernel.AddressFamily.AF_INET;
import static org.portmapper.kernel.AddressFamily.AF_INET6;
import static org.portmapper.kernel.Addresses.at;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden bytes are those of x86_64 and aarch64: family and scope little-endian, port and address in network order. */
class InetSockaddrTest {

    private static final String IPV4 = "0200" // sin_family: AF_INET
            + "006f" // sin_port: 111
            + "7f000005"; // sin_addr: 127.0.0.5

    private static final String LINK_LOCAL = "0a00" // sin6_family: AF_INET6
            + "e16f" // sin6_port: 57711
            + "00000000" // sin6_flowinfo
            + "fe800000000000000000000000000001" // sin6_addr: fe80::1
            + "03000000"; // sin6_scope_id: 3

    private static final String IPV4_MAPPED = "0a00" // sin6_family: AF_INET6
            + "006f" // sin6_port: 111
            + "00000000" // sin6_flowinfo
            + "00000000000000000000ffff7f000005" // sin6_addr: ::ffff:127.0.0.5
            + "00000000"; // sin6_scope_id

    private final ByteBuffer memory = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void ipv4IsWrittenAndRead() {
        assertThat(written(AF_INET, at("127.0.0.5", 111))).isEqualTo(IPV4 + "0000000000000000");
        assertThat(read(IPV4)).isEqualTo(at("127.0.0.5", 111));
    }

    @Test
    void linkLocalIpv6KeepsItsScope() throws Exception {
        InetAddress address =
                Inet6Address.getByAddress(null, InetAddress.ofLiteral("fe80::1").getAddress(), 3);
        assertThat(written(AF_INET6, new InetSocketAddress(address, 57711))).isEqualTo(LINK_LOCAL);
        assertThat(((Inet6Address) read(LINK_LOCAL).getAddress()).getScopeId()).isEqualTo(3);
        assertThat(read(LINK_LOCAL)).isEqualTo(new InetSocketAddress(address, 57711));
    }

    @Test
    void ipv4GoesV4MappedToAnIpv6SocketAndComesBackAsIpv4() {
        assertThat(written(AF_INET6, at("127.0.0.5", 111))).isEqualTo(IPV4_MAPPED);
        assertThat(read(IPV4_MAPPED)).isEqualTo(at("127.0.0.5", 111));
    }

    @Test
    void scopeOfAnAddressThatNeedsNoneIsForgotten() {
        InetSocketAddress loopback = read("0a00006f00000000" + "00000000000000000000000000000001" + "01000000");
        assertThat(((Inet6Address) loopback.getAddress()).getScopeId()).isZero();
        assertThat(InetSockaddr.text(loopback)).isEqualTo("[0:0:0:0:0:0:0:1]:111");
    }

    @Test
    void whatMemoryHeldBeforeDoesNotShine() {
        memory.put(0, HexFormat.of().parseHex("ff".repeat(40)));
        assertThat(written(AF_INET6, at("127.0.0.5", 111))).isEqualTo(IPV4_MAPPED);
    }

    @Test
    void ipv6IsRefusedByAnIpv4Socket() {
        assertThatThrownBy(() -> written(AF_INET, at("::1", 111)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("(expected: IPv4, as the socket)");
    }

    @Test
    void otherFamiliesAreNotInternetAddresses() {
        assertThatThrownBy(() -> read("0100" + "2f746d70"))
                .hasMessage("address family: 1 (expected: AF_INET or AF_INET6)");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 111, 127.0.0.1:111", "0.0.0.0, 65535, 0.0.0.0:65535", "fd00::5, 1, [fd00:0:0:0:0:0:0:5]:1"})
    void textIsHostAndPort(String host, int port, String text) {
        assertThat(InetSockaddr.text(at(host, port))).isEqualTo(text);
    }

    private String written(int family, InetSocketAddress address) {
        int length = InetSockaddr.write(memory, 0, family, address);
        byte[] bytes = new byte[length];
        memory.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private InetSocketAddress read(String hex) {
        memory.put(0, HexFormat.of().parseHex(hex));
        return InetSockaddr.read(memory, 0);
    }
}
