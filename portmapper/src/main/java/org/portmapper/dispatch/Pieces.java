package org.portmapper.dispatch;

import java.nio.ByteBuffer;

/**
 * Results that are too long to be in memory as a whole: each piece is encoded when it can be sent, and not before. It belongs to
 * the event loop, and nobody has to read it to its end.
 */
@FunctionalInterface
public interface Pieces {
    /**
     * A part of the results.
     *
     * @param bytes good until another piece is asked for, of whatever results; none where the work of finding the next ones is
     *     itself done in parts
     * @param last whether these are the last ones
     */
    record Piece(ByteBuffer bytes, boolean last) {}

    /** What comes next; after the last one this must not be called. */
    Piece next();
}
