package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.kernel.Addresses.at;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which socket gets what is sent to an address. */
class InetSocketTest {
    private static final int PORT = 2049;

    @ParameterizedTest
    @CsvSource({
        // bound at, IPv6 only, sent to, gets it
        "0.0.0.0, false, 127.0.0.1, true",
        "0.0.0.0, false, 192.0.2.1, true",
        "0.0.0.0, false, 0.0.0.0, true",
        "0.0.0.0, false, ::1, false",
        "0.0.0.0, false, ::, false",
        "127.0.0.1, false, 127.0.0.1, true",
        "127.0.0.1, false, 127.0.0.2, false",
        "127.0.0.1, false, 0.0.0.0, true",
        "127.0.0.1, false, ::, false",
        "127.0.0.1, false, ::1, false",
        // dual stack
        "::, false, 127.0.0.1, true",
        "::, false, 0.0.0.0, true",
        "::, false, ::1, true",
        "::, false, ::, true",
        // IPv6 only
        "::, true, 127.0.0.1, false",
        "::, true, 0.0.0.0, false",
        "::, true, ::1, true",
        "::, true, ::, true",
        "::1, false, ::1, true",
        "::1, false, ::2, false",
        "::1, false, ::, true",
        "::1, false, 127.0.0.1, false",
        "::1, false, 0.0.0.0, false",
        "fe80::1, true, fe80::1, true",
        "fe80::1, true, fe80::2, false",
    })
    void coversWhatItGets(String bound, boolean ipv6Only, String destination, boolean expected) {
        InetSocket socket = new InetSocket(
                SocketState.LISTEN, at(bound, PORT), at("0.0.0.0", 0), ipv6Only, new SocketIdentity(0, 1, 2, 3));
        assertThat(socket.covers(InetAddress.ofLiteral(destination))).isEqualTo(expected);
    }

    @Test
    void mappedDestinationIsAnIpv4Address() throws Exception {
        byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 127, 0, 0, 1};
        InetAddress destination = Inet6Address.getByAddress("", mapped, 1);
        InetSocket ipv4 = new InetSocket(
                SocketState.CLOSE, at("127.0.0.1", PORT), at("0.0.0.0", 0), false, new SocketIdentity(0, 1, 2, 3));
        InetSocket ipv6 =
                new InetSocket(SocketState.CLOSE, at("::", PORT), at("::", 0), true, new SocketIdentity(0, 1, 2, 3));
        assertThat(destination).isInstanceOf(Inet6Address.class);
        assertThat(ipv4.covers(destination)).isTrue();
        assertThat(ipv6.covers(destination)).isFalse();
    }

    @Test
    void socketWithoutAnInodeIsNotHeld() {
        assertThat(new SocketIdentity(0, 0, 2, 3).isHeld()).isFalse();
        assertThat(new SocketIdentity(0, 1, 2, 3).isHeld()).isTrue();
    }
}
