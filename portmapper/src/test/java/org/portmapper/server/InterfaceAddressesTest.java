package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which addresses are this host's. */
final class InterfaceAddressesTest {
    @Test
    void everyAddressOfAnInterfaceIsOwnAndNoOtherIs() throws Exception {
        InterfaceAddresses interfaces = new InterfaceAddresses();
        List<InetAddress> all = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
        assertThat(all).contains(RawCalls.ip("127.0.0.1")).allMatch(interfaces::isOwn);
        assertThat(interfaces.isOwn(RawCalls.ip("192.0.2.1"))).isFalse();
        assertThat(interfaces.isOwn(RawCalls.ip("2001:db8::1"))).isFalse();
    }
}
