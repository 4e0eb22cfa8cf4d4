package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;

/** Messages within received bytes: whatever a length says, nothing beyond them is read. */
class NetlinkMessageTest {
    private static final int SEQUENCE = 7;
    private static final int ATTRIBUTE = 11;

    @ParameterizedTest
    @CsvSource({
        // length that the header claims, bytes there, what is wrong
        "16, 15, netlink message: 15 bytes (expected: 16 to 15)",
        "16, 0, netlink message: 0 bytes (expected: 16 to 0)",
        "15, 16, netlink message: 15 bytes (expected: 16 to 16)",
        "0, 16, netlink message: 0 bytes (expected: 16 to 16)",
        "17, 16, netlink message: 17 bytes (expected: 16 to 16)",
        "-1, 16, netlink message: -1 bytes (expected: 16 to 16)",
        "2147483647, 16, netlink message: 2147483647 bytes (expected: 16 to 16)",
    })
    void lengthMustBeThatOfAMessage(int length, int end, String message) {
        NetlinkParts part = new NetlinkParts().header(length, SEQUENCE);
        assertThatThrownBy(() -> NetlinkMessage.read(part.memory(), 0, end))
                .isInstanceOf(SocketTableException.class)
                .hasMessage(message);
    }

    @Test
    void oneMessageFollowsTheOther() throws Exception {
        NetlinkParts parts = new NetlinkParts()
                .header(18, SEQUENCE)
                .bytes(1, 2, 0, 0)
                .message(NetlinkMessage.NLMSG_DONE, NetlinkParts.DUMP_INTR, SEQUENCE + 1, 0);
        NetlinkMessage first = parts.first();
        NetlinkMessage second = NetlinkMessage.read(parts.memory(), first.next(), parts.end());
        assertThat(first.payload(2)).isEqualTo(16);
        assertThat(first.hasFlag(NetlinkParts.DUMP_INTR)).isFalse();
        assertThat(second.sequence()).isEqualTo(SEQUENCE + 1);
        assertThat(second.type()).isEqualTo(NetlinkMessage.NLMSG_DONE);
        assertThat(second.hasFlag(NetlinkParts.DUMP_INTR)).isTrue();
    }

    @Test
    void payloadMayNotBeShorterThanItsStruct() throws Exception {
        NetlinkMessage message = new NetlinkParts().socket(SEQUENCE, 1).first();
        assertThat(message.payload(4)).isEqualTo(16);
        assertThatThrownBy(() -> message.payload(5))
                .hasMessage("payload of netlink message 20: 4 bytes (expected: at least 5)");
        assertThatThrownBy(() -> InetDiagMessage.read(message)).isInstanceOf(SocketTableException.class);
        assertThatThrownBy(() -> UnixDiagMessage.of(message)).isInstanceOf(SocketTableException.class);
    }

    @Test
    void attributeIsFoundAmongOthers() throws Exception {
        NetlinkMessage message = new NetlinkParts()
                .header(16 + 8 + 12, SEQUENCE)
                .bytes(5, 0, 10, 0, 1, 0, 0, 0)
                .bytes(12, 0, ATTRIBUTE, 0x80, 1, 2, 3, 4, 5, 6, 7, 8)
                .first();
        int value = message.attribute(16, ATTRIBUTE, 8).orElseThrow();
        assertThat(value).isEqualTo(28);
        assertThat(message.attributeBytes(value)).isEqualTo(8);
        assertThat(message.attribute(16, ATTRIBUTE + 1, 0)).isEmpty();
        assertThatThrownBy(() -> message.attribute(16, ATTRIBUTE, 9))
                .hasMessage("value of a netlink attribute: 8 bytes (expected: at least 9)");
    }

    @ParameterizedTest
    @CsvSource({"3", "0", "9", "65535"})
    void attributeMustLieWithinItsMessage(int length) throws Exception {
        NetlinkMessage message = new NetlinkParts()
                .header(16 + 8, SEQUENCE)
                .bytes(length, length >> 8, 10, 0, 1, 2, 3, 4)
                .first();
        assertThatThrownBy(() -> message.attribute(16, ATTRIBUTE, 0))
                .isInstanceOf(SocketTableException.class)
                .hasMessage("netlink attribute: " + length + " bytes (expected: 4 to 8)");
    }

    @Test
    void statusIsThatOfErrorsAndEndsOnly() throws Exception {
        assertThat(new NetlinkParts().error(SEQUENCE, Errno.ENOENT).first().status())
                .contains(Errno.ENOENT);
        assertThat(new NetlinkParts().done(SEQUENCE, 0).first().status()).isEmpty();
        NetlinkMessage socket = new NetlinkParts().socket(SEQUENCE, 1).first();
        assertThatThrownBy(socket::status).hasMessage("type of a netlink message: 20 (expected: another)");
    }

    /** Random bytes are either a message or a failure of ours, never an index out of bounds. */
    @Seeded
    void anyBytesAreReadOrRefused(long seed) {
        RandomValues random = new RandomValues(seed);
        ByteBuffer memory = ByteBuffer.allocate(256).order(ByteOrder.nativeOrder());
        for (int i = 0; i < 2_000; i++) {
            for (int at = 0; at < memory.capacity(); at++) {
                memory.put(at, (byte) random.upTo(255));
            }
            memory.putInt(0, random.upTo(300));
            memory.put(16, (byte) (random.upTo(1) == 0 ? AddressFamily.AF_INET : AddressFamily.AF_INET6));
            memory.put(17, (byte) random.upTo(14));
            int end = random.upTo(memory.capacity());
            assertThat(outcome(memory, end)).isIn("read", "refused");
        }
    }

    private static String outcome(ByteBuffer memory, int end) {
        try {
            NetlinkMessage message = NetlinkMessage.read(memory, 0, end);
            UnixDiagMessage local = UnixDiagMessage.of(message);
            local.file();
            local.hasName(ByteBuffer.allocate(1));
            InetDiagMessage.read(message);
            return "read";
        } catch (SocketTableException e) {
            return "refused";
        }
    }
}
