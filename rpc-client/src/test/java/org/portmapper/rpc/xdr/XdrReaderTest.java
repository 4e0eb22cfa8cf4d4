package org.portmapper.rpc.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.Allocation;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.WireForm;

/** What {@link XdrReader} accepts, what it refuses, and what it says then. */
class XdrReaderTest {
    /** More than any test of lying lengths may take, and much less than the lengths claim. */
    private static final long SMALL = 1 << 20;

    @Test
    void itemsAreReadOneAfterTheOther() throws XdrException {
        XdrReader reader = HexText.bytes("""
                        fffffffe    # int -2
                        fffffffe    # unsigned int 4294967294
                        fffffffe 00000001 # hyper -8589934591
                        00000000    # bool false
                        00000001    # bool true
                        0a0b0c0d0e  # fixed opaque of 5 bytes
                        000000      #   3 fill bytes
                        00000005    # opaque of 5 bytes
                        0102030405  #   the bytes
                        000000      #   3 fill bytes
                        00000003    # string of 3 bytes
                        746370      #   "tcp"
                        00          #   1 fill byte
                        00000000    # empty string
                        c0ffee      # the rest
                        """).reader();
        assertThat(reader.readInt("a")).isEqualTo(-2);
        assertThat(reader.readUnsignedInt("b")).isEqualTo(4_294_967_294L);
        assertThat(reader.readHyper("h")).isEqualTo(-8_589_934_591L);
        assertThat(reader.readBool("c")).isFalse();
        assertThat(reader.readBool("d")).isTrue();
        assertThat(reader.readFixedOpaque("i", 5).toHex()).isEqualTo("0a0b0c0d0e");
        assertThat(reader.readOpaque("e", 5)).isEqualTo(Opaque.of((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5));
        assertThat(reader.readString("f", 3)).isEqualTo("tcp");
        assertThat(reader.readString("g", 0)).isEmpty();
        assertThat(reader.remaining()).isEqualTo(3);
        assertThat(reader.readRemaining().toHex()).isEqualTo("c0ffee");
        assertThat(reader.remaining()).isZero();
        assertThat(reader.readRemaining()).isEqualTo(Opaque.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, -1, Integer.MIN_VALUE, 0x01000000})
    void aBooleanIsZeroOrOne(int value) {
        XdrReader reader = new XdrWriter().writeInt(value).toOpaque().reader();
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> reader.readBool("more"))
                .withMessage("more: " + value + " (expected: 0 or 1)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aNumberNeedsFourBytes(int length) {
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> new XdrReader(ByteBuffer.allocate(length)).readInt("port"))
                .withMessage("port: " + length + " bytes left (expected: 4)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void everyTruncationOfCountedBytesIsRefused(int length) {
        var form = new WireForm<Opaque>(
                reader -> reader.readOpaque("data", 9), (value, writer) -> writer.writeOpaque(value));
        form.assertEveryTruncationIsRefused(Opaque.of(new byte[length]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 32})
    void everyTruncationOfFixedBytesIsRefused(int length) {
        var form = new WireForm<Opaque>(
                reader -> reader.readFixedOpaque("data", length), (value, writer) -> writer.writeFixedOpaque(value));
        form.assertEveryTruncationIsRefused(Opaque.of(new byte[length]));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 1L << 32, Long.MIN_VALUE, Long.MAX_VALUE})
    void everyTruncationOfAHyperIsRefused(long value) {
        new WireForm<Long>(reader -> reader.readHyper("size"), (size, writer) -> writer.writeHyper(size))
                .assertEveryTruncationIsRefused(value);
    }

    @Test
    void aTruncationIsNamedByWhatIsMissing() {
        Opaque five = HexText.bytes("00000005 0102030405 000000");
        assertThatThrownBy(() -> new XdrReader(WireForm.first(3, five)).readOpaque("data", 9))
                .hasMessage("data length: 3 bytes left (expected: 4)");
        assertThatThrownBy(() -> new XdrReader(WireForm.first(8, five)).readOpaque("data", 9))
                .hasMessage("data: 4 bytes left (expected: 5)");
        assertThatThrownBy(() -> new XdrReader(WireForm.first(11, five)).readOpaque("data", 9))
                .hasMessage("data padding: 2 bytes left (expected: 3)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 255, 400})
    void aLengthAtTheLimitIsReadAndOneMoreIsRefused(int limit) throws XdrException {
        Opaque atLimit = new XdrWriter().writeOpaque(Opaque.of(new byte[limit])).toOpaque();
        Opaque over =
                new XdrWriter().writeOpaque(Opaque.of(new byte[limit + 1])).toOpaque();
        String refusal = "name length: " + (limit + 1) + " (expected: at most " + limit + ")";
        assertThat(atLimit.reader().readOpaque("name", limit).length()).isEqualTo(limit);
        assertThat(atLimit.reader().readString("name", limit)).hasSize(limit);
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> over.reader().readOpaque("name", limit))
                .withMessage(refusal);
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> over.reader().readString("name", limit))
                .withMessage(refusal);
    }

    @ParameterizedTest
    @CsvSource({
        "ffffffff, 'data length: 4294967295 (expected: at most 2147483647)'",
        "80000000, 'data length: 2147483648 (expected: at most 2147483647)'",
        "7fffffff, 'data: 4 bytes left (expected: 2147483647)'",
        "10000000, 'data: 4 bytes left (expected: 268435456)'",
    })
    void aLyingLengthIsRefusedBeforeAnythingIsAllocated(String length, String refusal) throws Throwable {
        Opaque bytes = HexText.bytes(length + "01020304");
        long allocated = Allocation.bytesOf(() -> {
            assertThatExceptionOfType(XdrException.class)
                    .isThrownBy(() -> bytes.reader().readOpaque("data", Integer.MAX_VALUE))
                    .withMessage(refusal);
            assertThatExceptionOfType(XdrException.class)
                    .isThrownBy(() -> bytes.reader().readString("data", Integer.MAX_VALUE))
                    .withMessage(refusal);
        });
        assertThat(allocated).isLessThan(SMALL);
    }

    @Test
    void fillBytesAreNotLookedAt() throws XdrException {
        XdrReader reader = HexText.bytes("00000001 41 ffffff 00000007").reader();
        assertThat(reader.readString("name", 1)).isEqualTo("A");
        assertThat(reader.readInt("next")).isEqualTo(7);
    }

    @Test
    void everyByteIsAChar() throws XdrException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Opaque written = new XdrWriter().writeOpaque(Opaque.of(all)).toOpaque();
        String text = written.reader().readString("name", 256);
        assertThat(text.chars()).hasSize(256).startsWith(0, 1, 2).endsWith(254, 255);
        assertThat(new XdrWriter().writeString(text).toOpaque()).isEqualTo(written);
    }

    @Test
    void theBufferItselfStaysUntouched() throws XdrException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(12).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(7, (byte) 1).position(4).limit(8);
        XdrReader reader = new XdrReader(buffer);
        assertThat(reader.readInt("big-endian")).isEqualTo(1);
        assertThatThrownBy(() -> reader.readInt("beyond the limit")).isInstanceOf(XdrException.class);
        assertThat(buffer.position()).isEqualTo(4);
        assertThat(buffer.limit()).isEqualTo(8);
        assertThat(buffer.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }
}
