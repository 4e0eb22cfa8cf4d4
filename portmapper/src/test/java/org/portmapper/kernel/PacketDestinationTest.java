package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.kernel.Addresses.at;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden bytes are those of x86_64 and aarch64: numbers little-endian, addresses in network order. */
class PacketDestinationTest {
    private static final int AT = 8;

    private static final String IN_HEADER = "1c00000000000000" // cmsg_len: 28
            + "00000000" // cmsg_level: SOL_IP
            + "08000000"; // cmsg_type: IP_PKTINFO

    private static final String IN6_HEADER = "2400000000000000" // cmsg_len: 36
            + "29000000" // cmsg_level: SOL_IPV6
            + "32000000"; // cmsg_type: IPV6_PKTINFO

    private static final String TIMESTAMP = "2000000000000000" // cmsg_len: 32
            + "01000000" // cmsg_level: SOL_SOCKET
            + "1d000000" // cmsg_type: SO_TIMESTAMP
            + "00112233445566778899aabbccddeeff";

    private static final String FROM_127_0_0_5 = IN_HEADER
            + "00000000" // ipi_ifindex: routing decides
            + "7f000005" // ipi_spec_dst: 127.0.0.5
            + "00000000" // ipi_addr: not used
            + "00000000"; // padding

    private static final int REPLY = 120;

    private static final InetSocketAddress PEER = at("10.9.8.7", 1023);

    private final ByteBuffer memory = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);

    @ParameterizedTest
    @CsvSource({
        // interface, our address, header's destination, to many
        "01000000, 7f000005, 7f000005, 127.0.0.5, 1, false",
        "02000000, 0a010203, 0a0102ff, 10.1.2.3, 2, true",
        "02000000, 0a010203, ffffffff, 10.1.2.3, 2, true",
        "02000000, 0a010203, e0000101, 10.1.2.3, 2, true",
    })
    void ipv4IsAnsweredFromOurAddressAndRoutingFindsTheInterface(
            String index, String ours, String header, String address, int interfaceIndex) throws Exception {
        PacketDestination destination = located(IN_HEADER + index + ours + header + "00000000");
        assertThat(destination.address()).isEqualTo(InetAddress.ofLiteral(address));
        assertThat(destination.interfaceIndex()).isEqualTo(interfaceIndex);
        assertThat(destination.isMulticastOrBroadcast()).isEqualTo(!ours.equals(header));
        assertThat(destination.replyTo(PEER)).isEqualTo(new ReplyPath(PEER, InetAddress.ofLiteral(address), 0));
    }

    @ParameterizedTest
    @CsvSource({
        // group and link-local address mean one link; every other address is left to routing
        "fd00::5, false, fd00::5, 0",
        "::1, false, ::1, 0",
        "fe80::5, false, fe80::5, 3",
        "ff02::202, true, ::, 3",
        "ff05::202, true, ::, 3",
    })
    void ipv6IsAnsweredFromTheAddressAskedUnlessThatIsAGroup(
            String address, boolean toMany, String source, int replyInterface) throws Exception {
        String bytes = HexFormat.of().formatHex(InetAddress.ofLiteral(address).getAddress());
        PacketDestination destination = located(IN6_HEADER + bytes + "03000000" + "00000000");
        assertThat(destination.address()).isEqualTo(InetAddress.ofLiteral(address));
        assertThat(destination.interfaceIndex()).isEqualTo(3);
        assertThat(destination.isMulticastOrBroadcast()).isEqualTo(toMany);
        assertThat(destination.replyTo(PEER))
                .isEqualTo(new ReplyPath(PEER, InetAddress.ofLiteral(source), replyInterface));
    }

    @Test
    void messagesOfOthersArePassedOver() throws Exception {
        PacketDestination destination = located(TIMESTAMP + FROM_127_0_0_5);
        assertThat(destination.address()).isEqualTo(InetAddress.ofLiteral("127.0.0.5"));
    }

    @Test
    void ofTheTwoMessagesOfADualStackSocketTheOneThatKnowsOurAddressCounts() throws Exception {
        String broadcast = IN6_HEADER + "00000000000000000000ffff0a0102ff" + "02000000" + "00000000";
        String ours = IN_HEADER + "02000000" + "0a010203" + "0a0102ff" + "00000000";
        PacketDestination destination = located(broadcast + ours);
        assertThat(destination.address()).isEqualTo(InetAddress.ofLiteral("10.1.2.3"));
        assertThat(destination.isMulticastOrBroadcast()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "1c00000000000000",
        "0000000000000000" + "0100000000000000",
        "ffffffffffffff7f" + "0100000000000000"
    })
    void withoutTheMessageTheKernelChooses(String control) throws Exception {
        PacketDestination destination = located(control);
        assertThat(destination.address().isAnyLocalAddress()).isTrue();
        assertThat(destination.interfaceIndex()).isZero();
        assertThat(destination.isMulticastOrBroadcast()).isFalse();
        assertThat(ControlMessage.write(memory, AT, destination.replyTo(PEER))).isZero();
    }

    @Test
    void messageOfTheDatagramBeforeIsForgotten() {
        PacketDestination destination = located(FROM_127_0_0_5);
        destination.locate(0);
        assertThat(destination.address().isAnyLocalAddress()).isTrue();
    }

    @Test
    void addressIsThatOfEachDatagramInItsTurn() throws Exception {
        String from127006 = FROM_127_0_0_5.replace("7f000005", "7f000006");
        byte[] control = HexFormat.of().parseHex(FROM_127_0_0_5 + from127006);
        int each = control.length / 2;
        PacketDestination destination = located(FROM_127_0_0_5);
        for (int round = 0; round < 2; round++) {
            for (int which = 0; which < 2; which++) {
                memory.put(AT, control, which * each, each);
                destination.locate(each);
                assertThat(destination.address()).isEqualTo(InetAddress.ofLiteral("127.0.0." + (5 + which)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FROM_127_0_0_5,
                IN_HEADER + "02000000" + "0a010203" + "0a0102ff" + "00000000",
                IN_HEADER + "02000000" + "00000000" + "0a0102ff" + "00000000",
                IN6_HEADER + "fe800000000000000000000000000005" + "03000000" + "00000000",
                IN6_HEADER + "ff020000000000000000000000000202" + "03000000" + "00000000",
                IN6_HEADER + "00000000000000000000000000000001" + "01000000" + "00000000",
                ""
            })
    void replyOfABatchLeavesAsOneThatIsSentLater(String control) {
        PacketDestination destination = located(control);
        int later = ControlMessage.write(memory, REPLY, destination.replyTo(PEER));
        byte[] expected = new byte[later];
        memory.get(REPLY, expected);

        assertThat(destination.writeReply(REPLY)).isEqualTo(later);
        byte[] written = new byte[later];
        memory.get(REPLY, written);
        assertThat(written).isEqualTo(expected);
    }

    @Test
    void ipv4ReplyNamesItsSource() throws Exception {
        assertThat(written(new ReplyPath(PEER, InetAddress.ofLiteral("127.0.0.5"), 0)))
                .isEqualTo(FROM_127_0_0_5);
    }

    @Test
    void ipv6ReplyNamesItsSourceAndItsInterface() throws Exception {
        assertThat(written(new ReplyPath(PEER, InetAddress.ofLiteral("fe80::5"), 3)))
                .isEqualTo(IN6_HEADER + "fe800000000000000000000000000005" + "03000000" + "00000000");
    }

    @Test
    void replyToAGroupNamesTheInterfaceOnly() throws Exception {
        assertThat(written(new ReplyPath(PEER, InetAddress.ofLiteral("::"), 3)))
                .isEqualTo(IN6_HEADER + "00000000000000000000000000000000" + "03000000" + "00000000");
    }

    private PacketDestination located(String hex) {
        byte[] control = HexFormat.of().parseHex(hex);
        memory.put(AT, control);
        PacketDestination destination = new PacketDestination(memory, AT);
        destination.locate(control.length);
        return destination;
    }

    private String written(ReplyPath path) {
        byte[] control = new byte[ControlMessage.write(memory, AT, path)];
        memory.get(AT, control);
        return HexFormat.of().formatHex(control);
    }
}
