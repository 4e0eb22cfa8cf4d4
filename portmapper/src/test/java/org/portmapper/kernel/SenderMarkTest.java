package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.portmapper.kernel.Addresses.at;
import static org.portmapper.kernel.MarkedServer.send;

import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who send for real, over the loopback interface, and try to be somebody else. */
class SenderMarkTest {
    private static final long ATTACKER = 12_345;
    private static final int LONGEST_IPV4_PAYLOAD = 65_507;
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int IP_OPTIONS = 4;
    private static final int SO_BROADCAST = 6;

    @BeforeEach
    void needRoot() throws Exception {
        OtherUser.requireRoot();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 12345",
        "127.0.0.5, 1",
        "127.0.0.1, 0",
        "127.0.0.1, 65534",
        "127.0.0.1, 4294967294",
        "::1, 12345"
    })
    void senderIsKnown(String host, long uid) throws Exception {
        assumeTrue(!host.contains(":") || Addresses.hasIpv6(), "this host has no IPv6");
        try (MarkedServer marked = MarkedServer.at(host)) {
            assertThat(marked.server.socket.tellsMarks()).isTrue();
            try (UdpSocket sender = OtherUser.as(uid, () -> UdpSocket.bind(at(host, 0)))) {
                marked.send(sender, host, 56);
                assertThat(marked.sender()).hasValue(uid);
            }
        }
    }

    @Test
    void senderThatClosesAtOnceIsKnownThoughItsPortHasAnotherOwnerNow() throws Exception {
        try (MarkedServer marked = MarkedServer.at("127.0.0.1")) {
            UdpSocket sender = OtherUser.as(ATTACKER, () -> UdpSocket.bind(at("127.0.0.1", 0)));
            int port = sender.localAddress().getPort();
            marked.send(sender, "127.0.0.1", 56);
            sender.close();
            try (UdpSocket heir = UdpSocket.bind(at("127.0.0.1", port))) {
                assertThat(heir.localAddress().getPort()).isEqualTo(port);
                assertThat(marked.sender()).hasValue(ATTACKER);
            }
        }
    }

    @Test
    void sourceOfAnotherUserIsOfNoUse() throws Exception {
        try (MarkedServer marked = MarkedServer.at("127.0.0.1");
                UdpSocket victim = UdpSocket.bind(at("127.0.0.1", 0))) {
            int port = victim.localAddress().getPort();
            try (UdpSocket attacker = OtherUser.as(ATTACKER, () -> UdpSocket.bind(at("127.0.0.2", port)))) {
                send(attacker, at("127.0.0.1", marked.port()), InetAddress.ofLiteral("127.0.0.1"), 56);
                Datagram datagram = marked.server.received();
                assertThat(datagram.sender()).isEqualTo(victim.localAddress());
                assertThat(marked.mark.uidOf(datagram)).hasValue(ATTACKER);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sharedPortHidesNobody(boolean attackerFirst) throws Exception {
        try (MarkedServer marked = MarkedServer.at("127.0.0.1");
                UdpSocket first = shared(0, attackerFirst);
                UdpSocket second = shared(first.localAddress().getPort(), !attackerFirst)) {
            marked.send(attackerFirst ? first : second, "127.0.0.1", 56);
            assertThat(marked.sender()).hasValue(ATTACKER);
            marked.send(attackerFirst ? second : first, "127.0.0.1", 56);
            assertThat(marked.sender()).hasValue(0);
        }
    }

    private static UdpSocket shared(int port, boolean attackers) throws Exception {
        return OtherUser.as(attackers ? ATTACKER : 0, () -> MarkedServer.shared(at("127.0.0.1", port)));
    }

    @Test
    void optionsHideNobody() throws Exception {
        try (MarkedServer marked = MarkedServer.at("127.0.0.1");
                UdpSocket attacker = OtherUser.as(ATTACKER, () -> UdpSocket.bind(at("127.0.0.1", 0)));
                Arena arena = Arena.ofConfined()) {
            NativeMemory options = NativeMemory.in(arena, Integer.BYTES);
            options.bytes().putInt(0, 0x00010101); // three that do nothing, and the end
            new Descriptor(attacker.fd()).changeOption(Descriptor.SOL_IP, IP_OPTIONS, options, Integer.BYTES);
            marked.send(attacker, "127.0.0.1", 56);
            assertThat(marked.sender()).hasValue(ATTACKER);
        }
    }

    @Test
    void longestDatagramIsMarked() throws Exception {
        try (MarkedServer marked = MarkedServer.at("127.0.0.1");
                UdpSocket attacker = OtherUser.as(ATTACKER, () -> UdpSocket.bind(at("127.0.0.1", 0)))) {
            marked.send(attacker, "127.0.0.1", LONGEST_IPV4_PAYLOAD);
            assertThat(marked.sender()).hasValue(ATTACKER);
        }
    }

    @Test
    void datagramsSentAsOneAreAllMarked() throws Exception {
        try (MarkedServer marked = MarkedServer.at("127.0.0.1");
                UdpSocket attacker = OtherUser.as(ATTACKER, () -> UdpSocket.bind(at("127.0.0.1", 0)))) {
            new Descriptor(attacker.fd()).changeOption(SOL_UDP, UDP_SEGMENT, 56);
            marked.send(attacker, "127.0.0.1", 3 * 56);
            assertThat(marked.server.batch.receive(marked.server.socket)).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(marked.mark.uidOf(marked.server.batch.datagram(i))).hasValue(ATTACKER);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"65488, true", "65489, false", "65527, false"}) // the interface takes packets of 65,536 bytes
    void fragmentsProveNothing(int length, boolean proven) throws Exception {
        assumeTrue(Addresses.hasIpv6(), "this host has no IPv6");
        try (MarkedServer marked = MarkedServer.at("::1");
                UdpSocket sender = UdpSocket.bind(at("::1", 0))) {
            Descriptor descriptor = new Descriptor(sender.fd());
            descriptor.changeOption(Descriptor.SOL_SOCKET, ControlMessage.SO_MARK, SenderMarkProgram.TAG + 1);
            marked.send(sender, "::1", length);
            assertThat(marked.sender().isPresent()).isEqualTo(proven);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SenderMarkProgram.TAG, SenderMarkProgram.TAG + 1})
    void markOfTheSendersOwnIsOverwritten(int own) throws Exception {
        try (MarkedServer marked = MarkedServer.at("127.0.0.1");
                UdpSocket attacker = OtherUser.as(ATTACKER, () -> UdpSocket.bind(at("127.0.0.1", 0)))) {
            new Descriptor(attacker.fd()).changeOption(Descriptor.SOL_SOCKET, ControlMessage.SO_MARK, own);
            marked.send(attacker, "127.0.0.1", 56);
            assertThat(marked.sender()).hasValue(ATTACKER);
        }
    }

    @Test
    void broadcastProvesNothing() throws Exception {
        try (MarkedServer marked = MarkedServer.at("0.0.0.0");
                UdpSocket sender = UdpSocket.bind(at("127.0.0.1", 0))) {
            Descriptor descriptor = new Descriptor(sender.fd());
            descriptor.changeOption(Descriptor.SOL_SOCKET, SO_BROADCAST, 1);
            descriptor.changeOption(Descriptor.SOL_SOCKET, ControlMessage.SO_MARK, SenderMarkProgram.TAG + 1);
            marked.send(sender, "127.255.255.255", 56);
            assertThat(marked.sender()).isEmpty();
        }
    }

    @Test
    void ipv4SenderToADualStackSocketIsKnown() throws Exception {
        assumeTrue(Addresses.hasIpv6(), "this host has no IPv6");
        Descriptor dualStack = Descriptor.socket(AddressFamily.AF_INET6, SocketType.DATAGRAM);
        dualStack.bind(AddressFamily.AF_INET6, at("::", 0));
        try (MarkedServer marked = MarkedServer.of(UdpSocket.adopt(dualStack.number()));
                UdpSocket attacker = OtherUser.as(ATTACKER, () -> UdpSocket.bind(at("127.0.0.1", 0)))) {
            marked.send(attacker, "127.0.0.1", 56);
            assertThat(marked.sender()).hasValue(ATTACKER);
        }
    }

    @Test
    void otherPortsKeepTheirMarks() throws Exception {
        try (MarkedServer marked = MarkedServer.at("127.0.0.1");
                LoopbackServer other = LoopbackServer.at("127.0.0.1");
                UdpSocket sender = UdpSocket.bind(at("127.0.0.1", 0))) {
            new Descriptor(sender.fd()).changeOption(Descriptor.SOL_SOCKET, ControlMessage.SO_MARK, 7);
            send(sender, other.socket.localAddress(), InetAddress.ofLiteral("0.0.0.0"), 56);
            assertThat(other.received().mark())
                    .as("port %d is marked", marked.port())
                    .isEqualTo(7);
        }
    }

    @Test
    void nobodyIsMarkedAfterTheEnd() throws Exception {
        try (MarkedServer marked = MarkedServer.at("127.0.0.1");
                UdpSocket sender = UdpSocket.bind(at("127.0.0.1", 0))) {
            marked.mark.close();
            marked.mark.close();
            marked.send(sender, "127.0.0.1", 56);
            assertThat(marked.server.received().mark()).isZero();
        }
    }

    @Test
    void twoMayMarkTheSamePort() throws Exception {
        try (MarkedServer marked = MarkedServer.at("127.0.0.1");
                SenderMark second = MarkedServer.attach(marked.port());
                UdpSocket sender = UdpSocket.bind(at("127.0.0.1", 0))) {
            marked.send(sender, "127.0.0.1", 56);
            assertThat(marked.sender()).hasValue(0);
            marked.mark.close();
            marked.send(sender, "127.0.0.1", 56);
            Datagram datagram = marked.server.received();
            assertThat(second.uidOf(datagram)).hasValue(0);
            assertThat(marked.mark.uidOf(datagram)).as("closed").isEmpty();
        }
    }

    @Test
    void replyHasNoMark() throws Exception {
        try (MarkedServer marked = MarkedServer.at("127.0.0.1");
                LoopbackServer client = LoopbackServer.at("127.0.0.1")) {
            marked.send(client.socket, "127.0.0.1", 56);
            marked.server.received().reply(ByteBuffer.allocate(28));
            assertThat(marked.server.batch.flush()).isZero();
            assertThat(client.received().mark()).isZero();
        }
    }
}
