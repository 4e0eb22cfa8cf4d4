package org.portmapper.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** How a value stands on the wire, as its own code reads and writes it; and what must be true of every such code. */
public record WireForm<T>(Reading<T> reading, BiConsumer<T, XdrWriter> writing) {
    /** Reads one value. */
    @FunctionalInterface
    public interface Reading<T> {
        /** The value that begins where the reader stands. */
        T read(XdrReader reader) throws XdrException;
    }

    /** The value's bytes. */
    public Opaque write(T value) {
        XdrWriter writer = new XdrWriter();
        writing.accept(value, writer);
        return writer.toOpaque();
    }

    /** The value is written as these bytes, they are read as the value, and no more than they. */
    public void assertStandsAs(T value, Opaque bytes) throws XdrException {
        assertThat(write(value).toHex()).isEqualTo(bytes.toHex());
        assertReadsBack(value);
    }

    /** What was written is read as the same value, whatever follows it. */
    public void assertReadsBack(T value) throws XdrException {
        Opaque followed =
                new XdrWriter().writeBytes(write(value)).writeInt(0x5a5a5a5a).toOpaque();
        XdrReader reader = followed.reader();
        assertThat(reading.read(reader)).isEqualTo(value);
        assertThat(reader.readRemaining().toHex()).isEqualTo("5a5a5a5a");
    }

    /** Whatever number of the value's last bytes is missing, the rest is refused. */
    public void assertEveryTruncationIsRefused(T value) {
        Opaque bytes = write(value);
        for (int length = 0; length < bytes.length(); length++) {
            XdrReader reader = new XdrReader(first(length, bytes));
            assertThatThrownBy(() -> reading.read(reader))
                    .as("first %d of %d bytes", length, bytes.length())
                    .isInstanceOf(XdrException.class);
        }
    }

    /** The first bytes only. */
    public static ByteBuffer first(int length, Opaque bytes) {
        return bytes.toBuffer().limit(length);
    }
}
