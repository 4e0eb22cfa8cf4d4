package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.xdr.Opaque;

/** Messages, and the records that are made of them. */
class RecordWriterTest {
    @ParameterizedTest(name = "{1} in fragments of {0}")
    @CsvSource(textBlock = """
            # size, message,         record
            4,      '',              80000000
            4,      aa,              80000001 aa
            4,      aabbccdd,        80000004 aabbccdd
            4,      aabbccddee,      00000004 aabbccdd 80000001 ee
            4,      0011223344556677,00000004 00112233 80000004 44556677
            1,      aabbcc,          00000001 aa 00000001 bb 80000001 cc
            2147483647, aabb,        80000002 aabb
            """)
    void messageIsCutIntoFragments(int size, String message, String record) {
        assertThat(write(new RecordWriter(size), Opaque.ofHex(message).toBuffer()))
                .isEqualTo(record.replace(" ", ""));
    }

    @Test
    void onlyWhatRemainsOfABufferIsWrittenAndItStaysAsItIs() {
        ByteBuffer message = Opaque.ofHex("0011223344").toBuffer().position(1).limit(4);
        assertThat(write(new RecordWriter(2), message)).isEqualTo("00000002" + "1122" + "80000001" + "33");
        assertThat(message).isEqualTo(Opaque.ofHex("112233").toBuffer());
    }

    @Test
    void usualMessagesAreOneFragment() {
        ByteBuffer message = ByteBuffer.allocate(RecordWriter.FRAGMENT_SIZE);
        assertThat(write(new RecordWriter(RecordWriter.FRAGMENT_SIZE), message)).startsWith("80100000");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1"})
    void fragmentsWithoutBytesAreRefused(int size) {
        assertThatThrownBy(() -> new RecordWriter(size))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("fragment size: " + size + " (expected: at least 1)");
    }

    private static String write(RecordWriter writer, ByteBuffer message) {
        ByteBuf record = writer.write(message, UnpooledByteBufAllocator.DEFAULT);
        try {
            return ByteBufUtil.hexDump(record);
        } finally {
            record.release();
        }
    }
}
