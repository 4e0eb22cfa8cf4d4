package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.Allocation;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;
import org.portmapper.rpc.xdr.Opaque;

/** Streams in hexadecimal, and the records in them. */
class RecordReaderTest {
    private static final int LIMIT = 8;

    /** Columns: what it is, the stream (a blank behind each header and fragment), the records in it. */
    private static final String STREAMS = """
            one fragment,                    80000003 aabbcc,                                      aabbcc
            an empty record,                 80000000,                                             ''
            two fragments,                   00000001 aa 80000002 bbcc,                            aabbcc
            a fragment for each byte,        00000001 aa 00000001 bb 00000001 cc 80000001 dd,      aabbccdd
            an empty fragment first,         00000000 80000002 aabb,                               aabb
            an empty fragment in between,    00000001 aa 00000000 80000001 bb,                     aabb
            an empty fragment last,          00000002 aabb 80000000,                               aabb
            two records,                     80000001 aa 80000002 bbcc,                            aa|bbcc
            records of several fragments,    00000001 aa 80000001 bb 00000001 cc 80000001 dd,      aabb|ccdd
            an empty record before another,  80000000 80000001 aa,                                 |aa
            a record at the limit,           80000008 0011223344556677,                            0011223344556677
            fragments at the limit,          00000007 00112233445566 80000001 77,                  0011223344556677
            records at the limit in a row,   80000008 0011223344556677 80000008 8899aabbccddeeff,  0011223344556677|8899aabbccddeeff
            """;

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = STREAMS)
    void recordsAreTheSameHoweverTheStreamIsSplit(String name, String stream, String records) throws RecordException {
        byte[] bytes = bytes(stream);
        List<String> expected = List.of(records.split("\\|", -1));
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                assertThat(read(new RecordReader(LIMIT), split(bytes, first, second)))
                        .as("split at %d and %d", first, second)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = STREAMS)
    void recordsAreTheSameWhenEachByteComesAlone(String name, String stream, String records) throws RecordException {
        List<ByteBuf> parts = new ArrayList<>();
        for (byte b : bytes(stream)) {
            parts.add(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        assertThat(read(new RecordReader(LIMIT), parts)).isEqualTo(List.of(records.split("\\|", -1)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = STREAMS)
    void nothingIsARecordBeforeItsLastByte(String name, String stream, String records) throws RecordException {
        byte[] bytes = bytes(stream);
        List<String> all = List.of(records.split("\\|", -1));
        for (int length = 0; length < bytes.length; length++) {
            List<String> read = read(new RecordReader(LIMIT), List.of(Unpooled.wrappedBuffer(bytes, 0, length)));
            assertThat(read).as("first %d bytes", length).hasSizeLessThan(all.size());
            assertThat(read).isEqualTo(all.subList(0, read.size()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = STREAMS)
    void anythingBetweenTheFirstByteOfARecordAndItsLastIsInsideIt(String name, String stream, String records)
            throws RecordException {
        RecordReader reader = new RecordReader(LIMIT);
        boolean inside = false;
        for (byte each : bytes(stream)) {
            assertThat(reader.isInsideRecord()).isEqualTo(inside);
            reader.add(Unpooled.wrappedBuffer(new byte[] {each}));
            inside = reader.next().isEmpty();
        }
        assertThat(reader.isInsideRecord()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            one byte over the limit,            80000009,                           9
            two fragments over the limit,       00000008 0011223344556677 80000001, 9
            an empty one does not help,         00000008 0011223344556677 00000000 80000001, 9
            the longest fragment,               7fffffff,                           2147483647
            the longest and last fragment,      ffffffff,                           2147483647
            more than an int can count,         00000005 0011223344 ffffffff,       2147483652
            """)
    void recordOverTheLimitIsRefusedByItsHeader(String name, String stream, String announced) {
        RecordReader reader = new RecordReader(LIMIT);
        reader.add(Unpooled.wrappedBuffer(bytes(stream)));
        String refusal = "record length: " + announced + " (expected: at most 8)";
        assertThatThrownBy(reader::next).isInstanceOf(RecordException.class).hasMessage(refusal);
        reader.add(Unpooled.wrappedBuffer(new byte[20]));
        assertThatThrownBy(reader::next).as("again").hasMessage(refusal);
    }

    @Test
    void whatItHoldsIsWhatIsMissingItsEnd() throws RecordException {
        RecordReader reader = new RecordReader(LIMIT);
        assertThat(reader.heldBytes()).isZero();
        reader.add(Unpooled.wrappedBuffer(bytes("80000002 aabb 80000004 ccdd")));
        assertThat(reader.heldBytes()).as("not looked at").isEqualTo(12);
        assertThat(reader.next()).isPresent();
        assertThat(reader.next()).isEmpty();
        assertThat(reader.heldBytes()).as("two bytes of four").isBetween(2, LIMIT);
        reader.add(Unpooled.wrappedBuffer(bytes("eeff")));
        assertThat(reader.next()).isPresent();
        assertThat(reader.next()).isEmpty();
        assertThat(reader.heldBytes()).isZero();
    }

    @Test
    void recordsBeforeARefusedOneAreGiven() throws RecordException {
        RecordReader reader = new RecordReader(LIMIT);
        reader.add(Unpooled.wrappedBuffer(bytes("80000001 aa ffffffff")));
        assertThat(reader.next()).map(RecordReaderTest::hex).contains("aa");
        assertThatThrownBy(reader::next).isInstanceOf(RecordException.class);
    }

    @Test
    void emptyFragmentsAreCountedForEachRecord() throws RecordException {
        String most = "00000000".repeat(RecordReader.EMPTY_FRAGMENTS_LIMIT) + "80000001aa";
        assertThat(read(new RecordReader(LIMIT), List.of(Unpooled.wrappedBuffer(bytes(most + most + most)))))
                .containsExactly("aa", "aa", "aa");
    }

    @Test
    void oneEmptyFragmentTooManyIsRefused() {
        RecordReader reader = new RecordReader(LIMIT);
        reader.add(Unpooled.wrappedBuffer(bytes("00000000".repeat(RecordReader.EMPTY_FRAGMENTS_LIMIT + 1))));
        assertThatThrownBy(reader::next)
                .isInstanceOf(RecordException.class)
                .hasMessage("empty fragments: 17 (expected: at most 16)");
    }

    @Test
    void announcedLengthTakesNoMemory() throws Throwable {
        int announced = 64 << 20;
        RecordReader reader = new RecordReader(announced);
        ByteBuf start = Unpooled.buffer()
                .writeInt(announced | RecordReader.LAST_FRAGMENT)
                .writeZero(100);
        long taken = Allocation.bytesOf(() -> {
            reader.add(start);
            reader.next();
        });
        assertThat(taken).isLessThan(1 << 20);
    }

    @Test
    void addedBuffersAreReleased() throws RecordException {
        RecordReader reader = new RecordReader(LIMIT);
        ByteBuf bytes = Unpooled.wrappedBuffer(bytes("80000001 aa 8000"));
        reader.add(bytes);
        assertThat(bytes.refCnt()).isZero();
        assertThat(reader.next()).map(RecordReaderTest::hex).contains("aa");
    }

    @Test
    void givenRecordIsNotTouchedByTheNext() throws RecordException {
        RecordReader reader = new RecordReader(LIMIT);
        reader.add(Unpooled.wrappedBuffer(bytes("80000001 aa 80000001 bb")));
        ByteBuffer first = reader.next().orElseThrow();
        ByteBuffer second = reader.next().orElseThrow();
        assertThat(List.of(hex(first), hex(second))).containsExactly("aa", "bb");
    }

    @ParameterizedTest
    @CsvSource({"0", "-1"})
    void limitBelowOneIsRefused(int limit) {
        assertThatThrownBy(() -> new RecordReader(limit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("record limit: " + limit + " (expected: at least 1)");
    }

    @Seeded
    void anyRecordsInAnyFragmentsAndPartsAreRead(long seed) throws RecordException {
        RandomValues random = new RandomValues(seed);
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            List<Opaque> records = random.list(5, () -> random.opaque(100));
            RecordReader reader = new RecordReader(100);
            List<String> read = read(reader, cut(random, write(records, 1 + random.upTo(120))));
            assertThat(read).isEqualTo(records.stream().map(Opaque::toHex).toList());
        }
    }

    private static ByteBuf write(List<Opaque> records, int fragmentSize) {
        RecordWriter writer = new RecordWriter(fragmentSize);
        ByteBuf stream = Unpooled.buffer();
        for (Opaque record : records) {
            ByteBuf written = writer.write(record.toBuffer(), stream.alloc());
            stream.writeBytes(written);
            written.release();
        }
        return stream;
    }

    private static List<ByteBuf> cut(RandomValues random, ByteBuf stream) {
        List<ByteBuf> parts = new ArrayList<>();
        while (stream.isReadable()) {
            parts.add(stream.readBytes(random.upTo(Math.min(60, stream.readableBytes()))));
        }
        return parts;
    }

    private static List<ByteBuf> split(byte[] bytes, int first, int second) {
        return List.of(
                Unpooled.copiedBuffer(bytes, 0, first),
                Unpooled.copiedBuffer(bytes, first, second - first),
                Unpooled.copiedBuffer(bytes, second, bytes.length - second));
    }

    private static List<String> read(RecordReader reader, List<ByteBuf> parts) throws RecordException {
        List<String> records = new ArrayList<>();
        for (ByteBuf part : parts) {
            reader.add(part);
            Optional<ByteBuffer> record = reader.next();
            while (record.isPresent()) {
                records.add(hex(record.get()));
                record = reader.next();
            }
        }
        return records;
    }

    private static byte[] bytes(String stream) {
        return HexFormat.of().parseHex(stream.replace(" ", ""));
    }

    private static String hex(ByteBuffer record) {
        byte[] bytes = new byte[record.remaining()];
        record.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
