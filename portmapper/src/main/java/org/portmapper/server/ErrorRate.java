package org.portmapper.server;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often each source is answered with an error. A source has the room of two seconds, which fills again at the rate; where it
 * is used up, nothing is answered.
 *
 * <p>Sources that fall into the same place of the table share their room: so the table never grows, and nobody can push another's
 * account out of it. Who falls where is decided anew at each start. It belongs to the event loop.
 */
final class ErrorRate {
    /** Places of the table, 32 kB: with all of them in use, at most this many times the rate leaves the host. A power of two. */
    static final int PLACES = 4_096;

    /** What a source may be answered at once, in seconds of its rate. */
    static final int SECONDS_AT_ONCE = 2;

    private final long nanosPerError;
    private final long room;
    private final LongSupplier nanoTime;
    private final int seed = ThreadLocalRandom.current().nextInt();
    private final long[] usedUntil = new long[PLACES];

    /**
     * A table in which every source has its whole room.
     *
     * @param perSecond errors in a second, 1 to 1,000,000
     * @param nanoTime a clock that never goes back, as {@link System#nanoTime}
     */
    ErrorRate(int perSecond, LongSupplier nanoTime) {
        this.nanosPerError = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.room = TimeUnit.SECONDS.toNanos(SECONDS_AT_ONCE);
        this.nanoTime = nanoTime;
        java.util.Arrays.fill(usedUntil, nanoTime.getAsLong());
    }

    /** Whether the source may be answered with one more error, which is counted if so. */
    boolean allows(Source source) {
        long now = nanoTime.getAsLong();
        int place = place(source);
        long free = usedUntil[place] - now < 0 ? now : usedUntil[place];
        if (free + nanosPerError - now > room) {
            return false;
        }
        usedUntil[place] = free + nanosPerError;
        return true;
    }

    private int place(Source source) {
        // Murmur's last step: each bit of the source decides about each bit of the place.
        int hash = source.hashCode() ^ seed;
        hash = (hash ^ (hash >>> 16)) * 0x85eb_ca6b;
        hash = (hash ^ (hash >>> 13)) * 0xc2b2_ae35;
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }
}
