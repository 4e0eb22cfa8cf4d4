package org.portmapper.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.identity.Caller;
import org.portmapper.identity.CallingProcess;
import org.portmapper.identity.Proof;
import org.portmapper.kernel.LocalSocketTable;
import org.portmapper.kernel.SocketTable;
import org.portmapper.liveness.Addresses.Service;
import org.portmapper.registry.Evidence;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** Whose sockets serve an address, with the kernel's own answers about sockets of this process. */
final class KernelAddressesTest {
    private static final InetAddress ANY = ip("0.0.0.0");
    private static final InetAddress LOOPBACK = ip("127.0.0.1");

    private SocketTable sockets;
    private LocalSocketTable localSockets;
    private KernelAddresses addresses;

    @BeforeEach
    void open() throws Exception {
        sockets = SocketTable.open();
        localSockets = LocalSocketTable.open();
        addresses = new KernelAddresses(sockets, localSockets);
    }

    @AfterEach
    void close() {
        sockets.close();
        localSockets.close();
    }

    @Test
    void aListeningSocketHoldsItsAddressUntilItIsClosed() throws Exception {
        Evidence.IpSockets evidence;
        Binding binding;
        try (ServerSocket socket = new ServerSocket(0, 5, LOOPBACK)) {
            binding = tcp(LOOPBACK, socket.getLocalPort());
            Holders holders = addresses.holdersOf(binding);
            evidence = (Evidence.IpSockets) holders.evidence();
            assertThat(holders.foreignTo(self(evidence.uid()))).isEmpty();
            assertThat(holders.foreignTo(self(evidence.uid() + 1))).hasValue("held by uid " + evidence.uid());
            assertThat(addresses.service(binding, LOOPBACK, evidence)).isEqualTo(Service.OWN);
        }
        assertThat(addresses.service(binding, LOOPBACK, evidence)).isEqualTo(Service.GONE);
        assertThat(addresses.holdersOf(binding).isEmpty()).isTrue();
    }

    @Test
    void theNextSocketAtAPortIsNotTheOneThatWasRegistered() throws Exception {
        Evidence.IpSockets evidence;
        int port;
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            port = socket.getLocalPort();
            evidence = (Evidence.IpSockets)
                    addresses.holdersOf(udp(LOOPBACK, port)).evidence();
        }
        try (DatagramSocket next = new DatagramSocket(new InetSocketAddress(LOOPBACK, port))) {
            assertThat(next.getLocalPort()).isEqualTo(port);
            assertThat(addresses.service(udp(LOOPBACK, port), LOOPBACK, evidence))
                    .isEqualTo(Service.GONE);
        }
    }

    @Test
    void aSocketOfOneAddressDoesNotServeAnother() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, LOOPBACK)) {
            assertThat(addresses
                            .holdersOf(tcp(ip("127.0.0.2"), socket.getLocalPort()))
                            .isEmpty())
                    .isTrue();
            assertThat(addresses.holdersOf(tcp(ANY, socket.getLocalPort())).isEmpty())
                    .as("whoever registers a port alone has it at some address")
                    .isFalse();
        }
    }

    @Test
    void noSocketServesTheAddressOfAnotherHost() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 5, ANY)) {
            assertThat(addresses
                            .holdersOf(tcp(ip("192.0.2.1"), socket.getLocalPort()))
                            .isEmpty())
                    .isTrue();
        }
    }

    @Test
    void aConnectedDatagramSocketServesNobody() throws Exception {
        try (DatagramSocket socket = connected()) {
            assertThat(addresses.holdersOf(udp(LOOPBACK, socket.getLocalPort())).isEmpty())
                    .isTrue();
        }
    }

    private static DatagramSocket connected() throws SocketException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        socket.connect(new InetSocketAddress(LOOPBACK, 9));
        return socket;
    }

    @Test
    void aLocalSocketHoldsItsPathUntilItIsClosed(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("socket");
        Binding binding = new Binding(7, 1, Netid.LOCAL, new UniversalAddress.Local(path.toString()), Owner.UNKNOWN);
        Evidence.LocalSocket evidence;
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(path));
            evidence = (Evidence.LocalSocket) addresses.holdersOf(binding).evidence();
            assertThat(addresses.serves(evidence)).isTrue();
        }
        assertThat(addresses.serves(evidence)).isFalse();
        assertThat(addresses.holdersOf(binding).isEmpty()).isTrue();
    }

    private static Caller.User self(long uid) {
        return new Caller.User(uid, Proof.TCP_SOCKET, Set.of(), CallingProcess.UNKNOWN);
    }

    private static Binding tcp(InetAddress host, int port) {
        return binding(Netid.TCP, host, port);
    }

    private static Binding udp(InetAddress host, int port) {
        return binding(Netid.UDP, host, port);
    }

    private static Binding binding(Netid netid, InetAddress host, int port) {
        return new Binding(7, 1, netid, new UniversalAddress.Inet(host, port), Owner.UNKNOWN);
    }

    private static InetAddress ip(String text) {
        return AddressText.parse(text).orElseThrow();
    }
}
