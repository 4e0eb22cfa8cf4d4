package org.portmapper.rpc.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;

/** Puts messages into a stream as records, in as many fragments as needed: record marking, RFC 5531 section 11. */
public final class RecordWriter {
    /** A fragment size that puts every usual message into one fragment, which old receivers like best: 1 MiB. */
    public static final int FRAGMENT_SIZE = 1 << 20;

    private final int fragmentSize;

    /** A writer of fragments of at most {@code fragmentSize} bytes, their headers not counted. */
    public RecordWriter(int fragmentSize) {
        if (fragmentSize < 1) {
            throw new IllegalArgumentException("fragment size: " + fragmentSize + " (expected: at least 1)");
        }
        this.fragmentSize = fragmentSize;
    }

    /** The record of the message, from its position to its limit, in one buffer that the receiver has to release. */
    public ByteBuf write(ByteBuffer message, ByteBufAllocator allocator) {
        ByteBuffer rest = message.duplicate();
        int fragments = Math.max(0, rest.remaining() - 1) / fragmentSize + 1;
        long length = rest.remaining() + (long) RecordReader.HEADER_LENGTH * fragments;
        ByteBuf record = allocator.ioBuffer(Math.toIntExact(length));
        for (int i = 1; i <= fragments; i++) {
            writeFragment(rest, i == fragments, record);
        }
        return record;
    }

    /** The header of a fragment of 0 to 2,147,483,647 bytes, for whoever writes fragments of his own. */
    public static int header(int length, boolean last) {
        return last ? length | RecordReader.LAST_FRAGMENT : length;
    }

    private void writeFragment(ByteBuffer rest, boolean last, ByteBuf record) {
        int length = Math.min(fragmentSize, rest.remaining());
        record.writeInt(header(length, last));
        record.writeBytes(rest.slice(rest.position(), length));
        rest.position(rest.position() + length);
    }
}
