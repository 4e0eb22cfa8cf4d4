package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.portmapper.kernel.Addresses.at;
import static org.portmapper.kernel.LoopbackServer.answer;
import static org.portmapper.kernel.LoopbackServer.buffer;
import static org.portmapper.kernel.LoopbackServer.bytes;

import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers leave from the address that was asked: a connected client takes none from another. */
class AnsweringAddressTest {
    private static int loopback;

    @BeforeAll
    static void findLoopback() throws Exception {
        loopback = NetworkInterface.getByInetAddress(InetAddress.ofLiteral("127.0.0.1"))
                .getIndex();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 127.0.0.5", "0.0.0.0, 127.0.0.1", "127.0.0.5, 127.0.0.5", "::, ::1", "::1, ::1"})
    void replyLeavesFromTheAddressAsked(String bound, String asked) throws Exception {
        assumeLocal(asked);
        try (LoopbackServer server = LoopbackServer.at(bound)) {
            assertAnswered(server, asked);
        }
    }

    private static void assertAnswered(LoopbackServer server, String asked) throws Exception {
        DatagramSocket client = server.clientOf(asked);
        Datagram datagram = server.receive(client, bytes("call"));
        assertThat(datagram.localAddress()).isEqualTo(InetAddress.ofLiteral(asked));
        assertThat(datagram.interfaceIndex()).isEqualTo(loopback);
        assertThat(datagram.isMulticastOrBroadcast()).isFalse();
        assertThat(datagram.sender()).isEqualTo(client.getLocalSocketAddress());
        datagram.reply(buffer("answer"));
        assertThat(server.batch.flush()).isZero();
        assertThat(answer(client)).isEqualTo("answer");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 127.0.0.5", "::, ::1"})
    void replyAfterTheBatchIsGoneLeavesFromTheAddressAskedToo(String bound, String asked) throws Exception {
        assumeLocal(asked);
        try (LoopbackServer server = LoopbackServer.at(bound)) {
            DatagramSocket client = server.clientOf(asked);
            ReplyPath path = server.receive(client, bytes("call")).replyPath();
            server.receive(server.clientOf(asked), bytes("another call"));
            assertThat(server.socket.send(path, buffer("answer"))).isEmpty();
            assertThat(answer(client)).isEqualTo("answer");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.5", "::1"})
    void dualStackSocketThatWasInheritedAnswersBothFamilies(String asked) throws Exception {
        assumeLocal("::1");
        try (LoopbackServer server = new LoopbackServer(adoptedDualStackSocket(), new DatagramBatch())) {
            DatagramSocket client = server.clientOf(asked);
            Datagram datagram = server.receive(client, bytes("call"));
            assertThat(datagram.localAddress()).isEqualTo(InetAddress.ofLiteral(asked));
            assertThat(datagram.sender()).isEqualTo(client.getLocalSocketAddress());
            ReplyPath path = datagram.replyPath();
            datagram.reply(buffer("answer"));
            assertThat(server.batch.flush()).isZero();
            assertThat(answer(client)).isEqualTo("answer");
            assertThat(server.socket.send(path, buffer("later"))).isEmpty();
            assertThat(answer(client)).isEqualTo("later");
        }
    }

    @Test
    void dualStackSocketLearnsOurAddressWhenAnIpv4BroadcastReachesIt() throws Exception {
        assumeTrue(Addresses.hasIpv6(), "this host has no IPv6");
        try (UdpSocket socket = adoptedDualStackSocket()) {
            // Its own message would show the broadcast address only, from which nothing can be sent.
            int asked = new Descriptor(socket.fd()).option(Descriptor.SOL_IP, ControlMessage.IP_PKTINFO);
            assertThat(asked).isOne();
        }
    }

    @Test
    void oneBatchServesBothFamiliesInTurn() throws Exception {
        assumeTrue(Addresses.hasIpv6(), "this host has no IPv6");
        DatagramBatch batch = new DatagramBatch();
        UdpSocket ipv6 = UdpSocket.bind(at("::", 0));
        try (LoopbackServer first = new LoopbackServer(UdpSocket.bind(at("0.0.0.0", 0)), batch);
                LoopbackServer second = new LoopbackServer(ipv6, batch)) {
            for (int round = 0; round < 2; round++) {
                assertAnswered(first, "127.0.0.5");
                assertAnswered(second, "::1");
            }
        }
    }

    @Test
    void groupIsJoinedOnce() throws Exception {
        assumeTrue(Addresses.hasIpv6(), "this host has no IPv6");
        Inet6Address group = (Inet6Address) InetAddress.ofLiteral("ff02::202");
        try (UdpSocket socket = UdpSocket.bind(at("::", 0))) {
            socket.joinGroup(group, loopback);
            assertThatThrownBy(() -> socket.joinGroup(group, loopback)).hasMessageContaining("EADDRINUSE");
        }
    }

    @Test
    void groupIsNotJoinedOnAnInterfaceThatIsNotThere() throws Exception {
        assumeTrue(Addresses.hasIpv6(), "this host has no IPv6");
        Inet6Address group = (Inet6Address) InetAddress.ofLiteral("ff02::202");
        try (UdpSocket socket = UdpSocket.bind(at("::1", 0))) {
            assertThatThrownBy(() -> socket.joinGroup(group, Integer.MAX_VALUE))
                    .isInstanceOf(ErrnoException.class)
                    .hasMessageContaining("ENODEV");
        }
    }

    @Test
    void kernelChoosesWhenThePathLeavesItTheChoice() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            DatagramSocket client = server.clientOf("127.0.0.1");
            InetSocketAddress peer = (InetSocketAddress) client.getLocalSocketAddress();
            ReplyPath path = new ReplyPath(peer, InetAddress.ofLiteral("0.0.0.0"), 0);
            assertThat(server.socket.send(path, buffer("unasked"))).isEmpty();
            assertThat(answer(client)).isEqualTo("unasked");
        }
    }

    @Test
    void lateReplyThatTheKernelRefusesSaysWhy() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            InetAddress ours = InetAddress.ofLiteral("127.0.0.1");
            ReplyPath path = new ReplyPath(at("127.0.0.1", 9), ours, 0);
            assertThat(server.socket.send(path, buffer("x".repeat(65_508)))).contains(Errno.EMSGSIZE);
            InetAddress foreign = InetAddress.ofLiteral("192.0.2.1");
            ReplyPath spoofed = new ReplyPath(at("127.0.0.1", 9), foreign, 0);
            assertThat(server.socket.send(spoofed, buffer("x"))).isPresent();
        }
    }

    private static UdpSocket adoptedDualStackSocket() throws Exception {
        Descriptor descriptor = Descriptor.socket(AddressFamily.AF_INET6, SocketType.DATAGRAM);
        descriptor.changeOption(Descriptor.SOL_IPV6, Descriptor.IPV6_V6ONLY, 0);
        descriptor.bind(AddressFamily.AF_INET6, at("::", 0));
        return UdpSocket.adopt(descriptor.number());
    }

    private static void assumeLocal(String address) throws Exception {
        boolean local = InetAddress.ofLiteral(address).getAddress().length == 4 || Addresses.hasIpv6();
        assumeTrue(local, "this host has no " + address);
    }
}
