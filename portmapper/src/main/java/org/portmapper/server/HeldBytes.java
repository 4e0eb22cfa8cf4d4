package org.portmapper.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is held in memory for peers that do not go on: calls that are half-sent or wait their turn, and replies that nobody reads.
 * All connections share one room; where it is used up, the connection that has held something for longest is closed. It belongs
 * to the event loop.
 */
final class HeldBytes {
    /** A connection. */
    interface Holder {
        /** How many bytes it holds now. */
        long heldBytes();

        /** Ends it, and so frees what it holds. */
        void close();
    }

    private final long limit;
    /** Since when each has held something without a break, the longest first; and how much, when it was last asked. */
    private final LinkedHashMap<Holder, Long> held = new LinkedHashMap<>();

    private long total;

    HeldBytes(long limit) {
        this.limit = limit;
    }

    /** What a connection holds has changed. */
    void changed(Holder holder) {
        count(holder, holder.heldBytes());
        while (total > limit) {
            relieve(held.firstEntry());
        }
    }

    /** A connection has ended. */
    void ended(Holder holder) {
        count(holder, 0);
    }

    private void count(Holder holder, long bytes) {
        Long before = bytes == 0 ? held.remove(holder) : held.put(holder, bytes);
        total += bytes - (before == null ? 0 : before);
    }

    /** Replies leave without a word to us: whether the longest holder still holds as much is seen when it matters. */
    private void relieve(Map.Entry<Holder, Long> longest) {
        Holder holder = longest.getKey();
        long now = holder.heldBytes();
        if (now < longest.getValue()) {
            count(holder, now);
        } else {
            ended(holder);
            holder.close();
        }
    }
}
