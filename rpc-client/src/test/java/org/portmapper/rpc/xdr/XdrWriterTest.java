package org.portmapper.rpc.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;
import org.portmapper.rpc.WireForm;

/** What {@link XdrWriter} puts on the wire. */
class XdrWriterTest {
    @Test
    void itemsAreWrittenOneAfterTheOther() {
        Opaque written = new XdrWriter()
                .writeInt(-2)
                .writeUnsignedInt(4_294_967_295L)
                .writeHyper(-8_589_934_591L)
                .writeBool(false)
                .writeBool(true)
                .writeFixedOpaque(Opaque.ofHex("0a0b0c0d0e"))
                .writeOpaque(Opaque.ofHex("0102030405"))
                .writeString("tcp6")
                .writeString("")
                .writeBytes(Opaque.ofHex("c0ffee"))
                .toOpaque();
        assertThat(written).isEqualTo(HexText.bytes("""
                                fffffffe    # int
                                ffffffff    # unsigned int
                                fffffffe 00000001 # hyper
                                00000000    # false
                                00000001    # true
                                0a0b0c0d0e  # fixed opaque of 5 bytes
                                000000      #   3 fill bytes
                                00000005    # opaque of 5 bytes
                                0102030405  #   the bytes
                                000000      #   3 fill bytes
                                00000004    # string of 4 bytes
                                74637036    #   "tcp6", no fill bytes
                                00000000    # empty string
                                c0ffee      # bytes as they are
                                """));
    }

    @ParameterizedTest
    @CsvSource({"0,4", "1,8", "2,8", "3,8", "4,8", "5,12"})
    void countedBytesFillWholeUnits(int length, int onTheWire) {
        Opaque value = Opaque.of(new byte[length]);
        assertThat(new XdrWriter().writeOpaque(value).toOpaque().length()).isEqualTo(onTheWire);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0x1_0000_0000L, Long.MIN_VALUE, Long.MAX_VALUE})
    void aNumberThat32BitsCannotHoldIsRefused(long value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new XdrWriter().writeUnsignedInt(value))
                .withMessage("unsigned int: " + value + " (expected: 0 to 4294967295)");
    }

    @Test
    void aCharThatOneByteCannotHoldIsRefusedAndNotReplaced() {
        assertThat(new XdrWriter().writeString("\u00ff").toOpaque().toHex()).isEqualTo("00000001ff000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new XdrWriter().writeString("/run/\u0100"))
                .withMessage("string: /run/\\u0100 (expected: chars of one byte)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 127, 128, 129, 4096})
    void aWriterGrowsFromAnyCapacity(int capacity) throws XdrException {
        XdrWriter writer = new XdrWriter(capacity);
        for (int i = 0; i < 1000; i++) {
            writer.writeInt(i).writeString("x");
        }
        XdrReader reader = writer.toOpaque().reader();
        for (int i = 0; i < 1000; i++) {
            assertThat(reader.readInt("number")).isEqualTo(i);
            assertThat(reader.readString("text", 1)).isEqualTo("x");
        }
        assertThat(reader.remaining()).isZero();
    }

    @Test
    void theBufferHoldsWhatWasWrittenAndNoMore() {
        ByteBuffer buffer = new XdrWriter().writeInt(7).toBuffer();
        assertThat(buffer.position()).isZero();
        assertThat(buffer.capacity()).isEqualTo(4);
        assertThat(buffer.getInt()).isEqualTo(7);
    }

    @Test
    void whatWasTakenOutDoesNotChangeWhenWritingGoesOn() {
        XdrWriter writer = new XdrWriter().writeInt(1);
        Opaque first = writer.toOpaque();
        writer.writeInt(2);
        assertThat(first.toHex()).isEqualTo("00000001");
        assertThat(writer.toOpaque().toHex()).isEqualTo("0000000100000002");
    }

    @Seeded
    void whatIsWrittenIsReadBack(long seed) throws XdrException {
        RandomValues values = new RandomValues(seed);
        var ints = new WireForm<Integer>(reader -> reader.readInt("int"), (value, writer) -> writer.writeInt(value));
        var unsigned = new WireForm<Long>(
                reader -> reader.readUnsignedInt("unsigned"), (value, writer) -> writer.writeUnsignedInt(value));
        var opaques = new WireForm<Opaque>(
                reader -> reader.readOpaque("opaque", 500), (value, writer) -> writer.writeOpaque(value));
        var strings = new WireForm<String>(
                reader -> reader.readString("string", 500), (value, writer) -> writer.writeString(value));
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            ints.assertReadsBack(values.anyInt());
            unsigned.assertReadsBack(values.unsignedInt());
            opaques.assertReadsBack(values.opaque(500));
            strings.assertReadsBack(values.text(500));
        }
    }
}
