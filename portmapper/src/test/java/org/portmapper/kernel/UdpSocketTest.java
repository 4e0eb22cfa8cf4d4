package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.portmapper.kernel.Addresses.at;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Binding, refusals of the kernel, and sockets that others opened. */
class UdpSocketTest {

    @Test
    void portZeroLetsTheKernelChoose() throws Exception {
        try (UdpSocket socket = UdpSocket.bind(at("127.0.0.5", 0))) {
            assertThat(socket.localAddress().getAddress()).isEqualTo(InetAddress.ofLiteral("127.0.0.5"));
            assertThat(socket.localAddress().getPort()).isPositive();
        }
    }

    @Test
    void takenPortIsToldFromOtherFailures() throws Exception {
        try (UdpSocket holder = UdpSocket.bind(at("127.0.0.1", 0))) {
            InetSocketAddress taken = holder.localAddress();
            ErrnoException e = catchThrowableOfType(ErrnoException.class, () -> UdpSocket.bind(taken));
            assertThat(e.errno()).isEqualTo(Errno.EADDRINUSE);
            assertThat(e).hasMessage("bind 127.0.0.1:" + taken.getPort() + ": EADDRINUSE (address already in use)");
        }
    }

    @Test
    void addressOfAnotherHostIsNotAvailable() {
        assertThatThrownBy(() -> UdpSocket.bind(at("192.0.2.1", 0)))
                .hasMessage("bind 192.0.2.1:0: EADDRNOTAVAIL (not an address of this host)");
    }

    @Test
    void reservedPortIsRefusedToAnOrdinaryUser() throws Exception {
        long uid = ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
        // The kernel gives a sysctl to the first read only, and readString begins with one byte.
        String firstFree = Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start"))
                .getFirst();
        assumeTrue(uid != 0 && Integer.parseInt(firstFree) > 1, "this user may bind every port");
        ErrnoException e = catchThrowableOfType(ErrnoException.class, () -> UdpSocket.bind(at("127.0.0.1", 1)));
        assertThat(e.errno()).isEqualTo(Errno.EACCES);
    }

    @Test
    void unresolvedAddressIsRefused() {
        assertThatThrownBy(() -> UdpSocket.bind(InetSocketAddress.createUnresolved("host.invalid", 0)))
                .hasMessageEndingWith("(expected: a resolved address)");
    }

    @Test
    void bothFamiliesBindTheSamePort() throws Exception {
        assumeTrue(Addresses.hasIpv6(), "this host has no IPv6");
        try (UdpSocket ipv6 = UdpSocket.bind(at("::", 0));
                UdpSocket ipv4 =
                        UdpSocket.bind(at("0.0.0.0", ipv6.localAddress().getPort()))) {
            assertThat(ipv4.localAddress().getPort())
                    .isEqualTo(ipv6.localAddress().getPort());
            assertThat(ipv6.localAddress().getAddress()).isEqualTo(InetAddress.ofLiteral("::"));
        }
    }

    @Test
    void closingTwiceClosesNothingElse() throws Exception {
        UdpSocket closed = UdpSocket.bind(at("127.0.0.1", 0));
        int number = closed.fd();
        closed.close();
        try (UdpSocket heir = UdpSocket.bind(at("127.0.0.1", 0))) {
            closed.close();
            assertThat(heir.localAddress().getPort())
                    .as("descriptor %d after %d", heir.fd(), number)
                    .isPositive();
            assertThatThrownBy(closed::fd).hasMessage("UDP socket: closed (expected: open)");
        }
    }

    @Test
    void onlyAUdpSocketIsAdopted() throws Exception {
        Descriptor tcp = Descriptor.socket(AddressFamily.AF_INET, SocketType.STREAM);
        Descriptor local = Descriptor.socket(AddressFamily.AF_UNIX, SocketType.DATAGRAM);
        try {
            assertThatThrownBy(() -> UdpSocket.adopt(tcp.number())).hasMessageContaining("EAFNOSUPPORT");
            assertThatThrownBy(() -> UdpSocket.adopt(local.number())).hasMessageContaining("EAFNOSUPPORT");
        } finally {
            tcp.close();
            local.close();
        }
        assertThatThrownBy(() -> UdpSocket.adopt(tcp.number())).hasMessageContaining("EBADF");
    }

    @Test
    void adoptedSocketNoLongerBlocksNorOutlivesAnExec() throws Exception {
        int blocking = (int) Syscall.SOCKET.call(AddressFamily.AF_INET, SocketType.DATAGRAM.number(), 0);
        try (UdpSocket socket = UdpSocket.adopt(blocking)) {
            int getDescriptorFlags = 1;
            int getStatusFlags = 3;
            assertThat(Syscall.FCNTL.call(socket.fd(), getDescriptorFlags, 0)).isOne();
            assertThat(Syscall.FCNTL.call(socket.fd(), getStatusFlags, 0) & 0x800)
                    .isEqualTo(0x800);
            assertThat(new DatagramBatch().receive(socket)).isZero();
        }
    }
}
