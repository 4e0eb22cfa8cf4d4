package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** Addresses by host, port and path. */
class RpcAddressTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            127.0.0.1, 111,   UDP,  127.0.0.1.0.111,   udp 127.0.0.1:111
            127.0.0.1, 0,     TCP,  127.0.0.1.0.0,     tcp 127.0.0.1:0
            127.0.0.1, 65535, TCP,  127.0.0.1.255.255, tcp 127.0.0.1:65535
            ::1,       2049,  UDP6, ::1.8.1,           udp6 [::1]:2049
            [::1],     111,   TCP6, ::1.0.111,         tcp6 [::1]:111
            """)
    void hostAndPortAreAnAddress(String host, int port, Netid netid, String universal, String text) {
        RpcAddress address = RpcAddress.of(host, port, netid);
        assertThat(address.netid()).isEqualTo(netid);
        assertThat(address.address().text()).isEqualTo(universal);
        assertThat(address).hasToString(text);
    }

    @Test
    void portmapperIsAtPort111() {
        assertThat(RpcAddress.ofPortmapper("127.0.0.1", Netid.TCP))
                .isEqualTo(RpcAddress.of(Loopback.INET, 111, Netid.TCP));
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, UDP6, IPv6", "::1, TCP, IPv4"})
    void hostWithoutAnAddressOfTheFamilyIsUnreachable(String host, Netid netid, String family) {
        assertThatThrownBy(() -> RpcAddress.of(host, 111, netid))
                .isInstanceOf(RpcException.Unreachable.class)
                .hasMessage("host: " + host + " (expected: an " + family + " address, or a name that has one)");
    }

    @Test
    void nameThatNobodyCanHaveIsUnreachable() {
        String tooLong = "x".repeat(300);
        assertThatThrownBy(() -> RpcAddress.of(tooLong, 111, Netid.UDP))
                .isInstanceOf(RpcException.Unreachable.class)
                .hasMessageStartingWith("host: xxx");
    }

    @ParameterizedTest
    @CsvSource({"-1", "65536"})
    void portOutsideItsRangeIsRefused(int port) {
        assertThatThrownBy(() -> RpcAddress.of(Loopback.INET, port, Netid.UDP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port: " + port + " (expected: 0 to 65535)");
    }

    @Test
    void hostIsRefusedForALocalTransport() {
        assertThatThrownBy(() -> RpcAddress.of("127.0.0.1", 111, Netid.LOCAL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("netid: local (expected: udp, tcp, udp6 or tcp6 where a host is given)");
    }

    @Test
    void addressOfAnotherFamilyIsRefused() {
        assertThatThrownBy(() -> new RpcAddress(Netid.UDP6, new UniversalAddress.Inet(Loopback.INET, 111)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("address: 127.0.0.1.0.111 (expected: one of family inet6 for udp6)");
        assertThatThrownBy(() -> new RpcAddress(Netid.TCP, new UniversalAddress.Local("/run/rpcbind.sock")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pathIsALocalAddress() {
        assertThat(RpcAddress.ofLocal("/run/rpcbind.sock")).hasToString("local /run/rpcbind.sock");
    }

    @ParameterizedTest
    @CsvSource({"@/run/rpcbind.sock", "rpcbind.sock", "''"})
    void whatIsNoPathIsRefused(String path) {
        assertThatThrownBy(() -> RpcAddress.ofLocal(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("local socket: " + path + " (expected: a path that begins with \"/\")");
    }
}
