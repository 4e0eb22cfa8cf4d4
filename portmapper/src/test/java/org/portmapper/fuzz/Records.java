package org.portmapper.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.xdr.Opaque;

/** The records of a stream that is all there: RFC 5531 section 11, read with no thought of memory. */
final class Records {
    /** Empty fragments that a record may have before its last one. */
    private static final int EMPTY_FRAGMENTS = 16;

    private Records() {}

    /** Those that are whole, up to the first that is too long or has too many empty fragments. */
    static List<Opaque> of(byte[] stream, int limit) {
        List<Opaque> records = new ArrayList<>();
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        int empty = 0;
        ByteBuffer left = ByteBuffer.wrap(stream);
        while (left.remaining() >= 4) {
            int header = left.getInt();
            int length = header & 0x7fff_ffff;
            empty += header == 0 ? 1 : 0;
            if ((long) record.size() + length > limit || empty > EMPTY_FRAGMENTS || length > left.remaining()) {
                return records;
            }
            record.write(stream, left.position(), length);
            left.position(left.position() + length);
            if (header < 0) {
                records.add(Opaque.of(record.toByteArray()));
                record.reset();
                empty = 0;
            }
        }
        return records;
    }
}
