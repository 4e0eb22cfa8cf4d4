package org.portmapper.rpc.rpcbind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** The lists of RFC 1833: each item behind a TRUE, and a FALSE at the end (RFC 4506 section 4.19). */
public final class XdrList {
    /** Reads one item. */
    @FunctionalInterface
    public interface ItemReader<T> {
        /** The item that begins where the reader stands. */
        T read(XdrReader reader) throws XdrException;
    }

    private XdrList() {}

    /** Reads a list to its end; its length is bounded by the message, every item of which takes bytes. */
    public static <T> List<T> read(XdrReader reader, ItemReader<T> itemReader) throws XdrException {
        List<T> items = new ArrayList<>();
        while (reader.readBool("list continues")) {
            items.add(itemReader.read(reader));
        }
        return List.copyOf(items);
    }

    /** Writes a list with its end. */
    public static <T> void write(XdrWriter writer, Iterable<T> items, BiConsumer<T, XdrWriter> itemWriter) {
        for (T item : items) {
            writer.writeBool(true);
            itemWriter.accept(item, writer);
        }
        writer.writeBool(false);
    }
}
