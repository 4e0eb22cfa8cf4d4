package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.portmapper.kernel.AddressFamily.AF_INET;
import static org.portmapper.kernel.AddressFamily.AF_INET6;
import static org.portmapper.kernel.Addresses.at;
import static org.portmapper.kernel.IpProtocol.TCP;
import static org.portmapper.kernel.IpProtocol.UDP;
import static org.portmapper.kernel.TestSocket.SO_REUSEADDR;
import static org.portmapper.kernel.TestSocket.SO_REUSEPORT;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets of this process that are bound at a port, as the kernel shows them. */
class SocketTableTest {
    /** A dozen parts of a list: they must not be in the way of the next list. */
    private static final int TOO_MANY = 3000;

    /** As many as the kernel puts into one part, with room to spare. */
    private static final int MANY = 200;

    private final List<TestSocket> sockets = new ArrayList<>();
    private SocketTable table;

    @BeforeEach
    void open() throws IOException {
        table = SocketTable.open();
    }

    @AfterEach
    void close() {
        sockets.forEach(TestSocket::close);
        table.close();
    }

    @Test
    void thisHostHasTheTable() {
        assertThat(SocketTable.missing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TCP, 127.0.0.1", "TCP, ::1", "UDP, 127.0.0.1", "UDP, ::1"})
    void boundSocketIsShownAsItIs(IpProtocol protocol, String host) throws Exception {
        TestSocket socket = serving(protocol, at(host, 0));
        InetSocket shown = only(table.bound(protocol, socket.port()));
        assertThat(shown.local()).isEqualTo(socket.address());
        assertThat(shown.remote().getPort()).isZero();
        assertThat(shown.state()).isEqualTo(protocol == TCP ? SocketState.LISTEN : SocketState.CLOSE);
        assertThat(shown.isHeld()).isTrue();
        assertThat(shown.identity().inode()).isEqualTo(socket.inode());
        assertThat(shown.identity().cookie()).isEqualTo(socket.cookie());
        assertThat(shown.identity().uid()).isEqualTo(ownUid());
        assertThat(table.isBound(protocol, socket.address(), socket.cookie())).isTrue();
    }

    /** One exact request suffices for a socket that has its address for itself: {@code isBound} is cheap. */
    @ParameterizedTest
    @CsvSource({
        "TCP, 127.0.0.1",
        "TCP, 0.0.0.0",
        "TCP, ::1",
        "TCP, ::",
        "UDP, 127.0.0.1",
        "UDP, 0.0.0.0",
        "UDP, ::1",
        "UDP, ::"
    })
    void socketAnswersAtTheAddressItIsBoundAt(IpProtocol protocol, String host) throws Exception {
        TestSocket socket = serving(protocol, at(host, 0));
        assertThat(table.answers(protocol, socket.address(), socket.cookie())).isTrue();
        assertThat(table.answers(protocol, socket.address(), socket.cookie() + 1))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"TCP, true", "TCP, false", "UDP, true", "UDP, false"})
    void dualStackIsToldFromIpv6Only(IpProtocol protocol, boolean ipv6Only) throws Exception {
        TestSocket socket =
                keep(TestSocket.unbound(protocol, AF_INET6)).ipv6Only(ipv6Only).bound(at("::", 0));
        if (protocol == TCP) {
            socket.listening();
        }
        InetSocket shown = only(table.bound(protocol, socket.port()));
        assertThat(shown.ipv6Only()).isEqualTo(ipv6Only);
        assertThat(table.isBound(protocol, at("::", socket.port()), socket.cookie()))
                .isTrue();
        assertThat(table.isBound(protocol, at("::1", socket.port()), socket.cookie()))
                .isTrue();
        assertThat(table.isBound(protocol, at("127.0.0.1", socket.port()), socket.cookie()))
                .isEqualTo(!ipv6Only);
        assertThat(table.isBound(protocol, at("0.0.0.0", socket.port()), socket.cookie()))
                .isEqualTo(!ipv6Only);
    }

    @ParameterizedTest
    @EnumSource(IpProtocol.class)
    void mappedSocketIsAnIpv4One(IpProtocol protocol) throws Exception {
        TestSocket socket = keep(TestSocket.serving(protocol, AF_INET6, at("127.0.0.1", 0)));
        InetSocket shown = only(table.bound(protocol, socket.port()));
        assertThat(shown.local()).isEqualTo(at("127.0.0.1", socket.port()));
        assertThat(table.isBound(protocol, shown.local(), socket.cookie())).isTrue();
        assertThat(table.isBound(protocol, at("::", socket.port()), socket.cookie()))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(IpProtocol.class)
    void wildcardAddressStandsForEveryAddressOfItsFamily(IpProtocol protocol) throws Exception {
        TestSocket socket = serving(protocol, at("127.0.0.1", 0));
        assertThat(table.isBound(protocol, at("0.0.0.0", socket.port()), socket.cookie()))
                .isTrue();
        assertThat(table.isBound(protocol, at("127.0.0.2", socket.port()), socket.cookie()))
                .isFalse();
        assertThat(table.isBound(protocol, at("::", socket.port()), socket.cookie()))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(IpProtocol.class)
    void socketsAtSeveralAddressesOfOnePortAreAllShown(IpProtocol protocol) throws Exception {
        TestSocket first = serving(protocol, at("127.0.0.1", 0));
        TestSocket second = serving(protocol, at("127.0.0.2", first.port()));
        TestSocket third = serving(protocol, at("::1", first.port()));
        assertThat(cookies(protocol, first.port()))
                .containsExactlyInAnyOrder(first.cookie(), second.cookie(), third.cookie());
    }

    @Test
    void tcpSocketThatDoesNotListenIsNotShown() throws Exception {
        TestSocket socket = keep(TestSocket.unbound(TCP, AF_INET)).bound(at("127.0.0.1", 0));
        assertThat(table.bound(TCP, socket.port())).isEmpty();
        assertThat(table.isBound(TCP, socket.address(), socket.cookie())).isFalse();
        socket.listening();
        assertThat(table.bound(TCP, socket.port())).hasSize(1);
    }

    @Test
    void udpSocketWithAPeerIsShownToo() throws Exception {
        TestSocket peer = serving(UDP, at("127.0.0.1", 0));
        TestSocket socket = serving(UDP, at("127.0.0.1", 0)).connected(peer.address());
        InetSocket shown = only(table.bound(UDP, socket.port()));
        assertThat(shown.state()).isEqualTo(SocketState.ESTABLISHED);
        assertThat(shown.remote()).isEqualTo(peer.address());
        assertThat(table.isBound(UDP, socket.address(), socket.cookie())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(IpProtocol.class)
    void everySocketOfAReusePortGroupIsFound(IpProtocol protocol) throws Exception {
        TestSocket first = serving(protocol, at("127.0.0.1", 0), SO_REUSEPORT);
        for (int i = 0; i < 7; i++) {
            serving(protocol, first.address(), SO_REUSEPORT);
        }
        InetSocketAddress address = first.address();
        for (TestSocket socket : sockets) {
            assertThat(table.isBound(protocol, address, socket.cookie())).isTrue();
        }
        long cookie = first.cookie();
        sockets.remove(first);
        first.close();
        assertThat(table.isBound(protocol, address, cookie)).isFalse();
        assertThat(table.isBound(protocol, address, sockets.getFirst().cookie()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(IpProtocol.class)
    void portThatIsBoundAgainHasAnotherCookie(IpProtocol protocol) throws Exception {
        TestSocket socket = TestSocket.serving(protocol, at("127.0.0.1", 0));
        InetSocketAddress address = socket.address();
        long cookie = socket.cookie();
        socket.close();
        assertThat(table.bound(protocol, address.getPort())).isEmpty();
        assertThat(table.isBound(protocol, address, cookie)).isFalse();
        TestSocket another = serving(protocol, address, SO_REUSEADDR);
        assertThat(another.cookie()).isNotEqualTo(cookie);
        assertThat(table.isBound(protocol, address, cookie)).isFalse();
        assertThat(table.isBound(protocol, address, another.cookie())).isTrue();
    }

    @Test
    void socketsOfTwoUsersAtOneUdpPortAreBothShown() throws Exception {
        assumeTrue(PerlProcess.isRoot(), "only root can act as two users");
        TestSocket socket = serving(UDP, at("127.0.0.1", 0), SO_REUSEADDR);
        String script = """
                $) = "1234 1234"; $> = 1234;
                socket(my $s, AF_INET, SOCK_DGRAM, 0) or die "socket: $!";
                setsockopt($s, SOL_SOCKET, SO_REUSEADDR, 1) or die "reuse: $!";
                bind($s, pack_sockaddr_in($ARGV[0], inet_aton("127.0.0.1"))) or die "bind: $!";
                """;
        try (PerlProcess stranger = PerlProcess.start(List.of(), script, Integer.toString(socket.port()))) {
            stranger.said();
            assertThat(table.bound(UDP, socket.port()))
                    .extracting(each -> each.identity().uid())
                    .containsExactlyInAnyOrder(0L, 1234L);
            assertThat(table.isBound(UDP, socket.address(), socket.cookie())).isTrue();
        }
    }

    @Test
    void tooManySocketsAreRefusedAndFewerAreAllShown() throws Exception {
        InetSocketAddress address =
                serving(UDP, at("127.0.0.1", 0), SO_REUSEPORT).address();
        TestSocket tcp = serving(TCP, at("127.0.0.1", 0));
        while (sockets.size() < TOO_MANY) {
            serving(UDP, address, SO_REUSEPORT);
        }
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> table.bound(UDP, address.getPort()))
                    .isInstanceOf(SocketTableException.class)
                    .hasMessageContaining("expected: fewer sockets");
            assertThat(table.bound(TCP, tcp.port())).hasSize(1);
            assertThat(table.isBound(TCP, tcp.address(), tcp.cookie())).isTrue();
        }
        List<TestSocket> surplus = sockets.subList(MANY + 1, TOO_MANY);
        surplus.forEach(TestSocket::close);
        surplus.clear();
        try (SocketTable fresh = SocketTable.open()) {
            assertThat(fresh.bound(UDP, address.getPort())).hasSize(MANY);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void portMustBeOne(int port) {
        assertThatThrownBy(() -> table.bound(TCP, port)).hasMessage("port: " + port + " (expected: 1 to 65535)");
    }

    @Test
    void closedTableSaysSo() {
        table.close();
        assertThatThrownBy(() -> table.bound(TCP, 111)).hasMessage("table of sockets: closed (expected: open)");
    }

    private TestSocket serving(IpProtocol protocol, InetSocketAddress address, int... options) throws ErrnoException {
        return keep(TestSocket.serving(protocol, address, options));
    }

    private TestSocket keep(TestSocket socket) {
        sockets.add(socket);
        return socket;
    }

    private List<Long> cookies(IpProtocol protocol, int port) throws IOException {
        return table.bound(protocol, port).stream()
                .map(socket -> socket.identity().cookie())
                .toList();
    }

    private static InetSocket only(List<InetSocket> found) {
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private static long ownUid() throws IOException {
        return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    }
}
