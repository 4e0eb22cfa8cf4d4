package org.portmapper.rpc.transport;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes the records out of a stream: record marking, RFC 5531 section 11. For one thread at a time.
 *
 * <p>A record over the limit is refused when its header announces it. Memory grows with the bytes that really arrive,
 * and an idle stream holds none.
 */
public final class RecordReader {
    /** Empty fragments before the last of a record: they mean nothing, and a stream of them would never end. */
    static final int EMPTY_FRAGMENTS_LIMIT = 16;

    /** Bytes of a fragment header. */
    static final int HEADER_LENGTH = 4;
    /** The bit of a fragment header that says: the record ends with this fragment. */
    static final int LAST_FRAGMENT = 0x8000_0000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final byte[] EMPTY = {};

    private final int limit;

    /** What has been added and not been looked at: on the heap, because a netty buffer may be much larger than its bytes. */
    private ByteBuffer unread = NOTHING;
    /** What has arrived of the current record, in its first {@link #length} bytes. */
    private byte[] record = EMPTY;

    private int length;
    private boolean inFragment;
    private boolean lastFragment;
    private int missing;
    private int emptyFragments;

    /** A reader of records of at most {@code limit} bytes, their headers not counted. */
    public RecordReader(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("record limit: " + limit + " (expected: at least 1)");
        }
        this.limit = limit;
    }

    /** Adds the readable bytes that the stream brought next, and releases the buffer. */
    public void add(ByteBuf bytes) {
        try {
            ByteBuffer joined = ByteBuffer.allocate(Math.addExact(unread.remaining(), bytes.readableBytes()));
            joined.put(unread);
            bytes.readBytes(joined);
            unread = joined.flip();
        } finally {
            bytes.release();
        }
    }

    /**
     * The next record without its headers, if all of it has been added; nobody else holds its memory.
     *
     * @throws RecordException if the record will be longer than the limit, or has too many empty fragments; then every
     *     later call throws too
     */
    public Optional<ByteBuffer> next() throws RecordException {
        while (inFragment || readHeader()) {
            readFragment();
            if (missing > 0) {
                break;
            }
            inFragment = false;
            if (lastFragment) {
                return Optional.of(takeRecord());
            }
        }
        forgetWhatWasRead();
        return Optional.empty();
    }

    /** Whether a part of a record has been added and its end has not: true also while whole records wait for {@link #next}. */
    public boolean isInsideRecord() {
        return inFragment || length > 0 || emptyFragments > 0 || unread.hasRemaining();
    }

    /** Bytes of memory that it holds: of what it has not given yet. */
    public int heldBytes() {
        return unread.capacity() + record.length;
    }

    private boolean readHeader() throws RecordException {
        if (unread.remaining() < HEADER_LENGTH) {
            return false;
        }
        // Only looked at: a refused header stays where it is, so that the next call refuses it again.
        int header = unread.getInt(unread.position());
        requireFits(header & ~LAST_FRAGMENT);
        if (header == 0 && ++emptyFragments > EMPTY_FRAGMENTS_LIMIT) {
            throw new RecordException(
                    "empty fragments: " + emptyFragments + " (expected: at most " + EMPTY_FRAGMENTS_LIMIT + ")");
        }
        unread.position(unread.position() + HEADER_LENGTH);
        missing = header & ~LAST_FRAGMENT;
        lastFragment = (header & LAST_FRAGMENT) != 0;
        inFragment = true;
        return true;
    }

    private void requireFits(int fragmentLength) throws RecordException {
        long announced = (long) length + fragmentLength;
        if (announced > limit) {
            throw new RecordException("record length: " + announced + " (expected: at most " + limit + ")");
        }
    }

    private void readFragment() {
        int count = Math.min(missing, unread.remaining());
        int needed = length + count;
        if (needed > record.length) {
            record = Arrays.copyOf(record, Math.max(needed, (int) Math.min(limit, 2L * record.length)));
        }
        unread.get(record, length, count);
        length = needed;
        missing -= count;
    }

    private ByteBuffer takeRecord() {
        ByteBuffer whole = ByteBuffer.wrap(record, 0, length).slice();
        record = EMPTY;
        length = 0;
        emptyFragments = 0;
        return whole;
    }

    private void forgetWhatWasRead() {
        if (!unread.hasRemaining()) {
            unread = NOTHING;
        }
    }
}
