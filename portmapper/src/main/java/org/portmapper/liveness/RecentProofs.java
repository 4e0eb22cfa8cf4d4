package org.portmapper.liveness;

import java.net.InetAddress;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.function.LongSupplier;
import org.portmapper.registry.Evidence;

/**
 * What the kernel has just said of services, for times when look-ups are so many that asking it for each would be most of their cost.
 *
 * <p>As long as there are few, every look-up asks. Of more within one tenth of a second the rest is content with what was said in that
 * same tenth: such an answer can be as old as one that was on its way for so long, and whoever acts on it is no worse off. For one thread.
 */
final class RecentProofs {
    /** How old a proof may be: far below what a client takes to notice that its service has gone. */
    static final Duration AGE = Duration.ofMillis(100);

    /** Questions to the kernel within that time, at some 5 us each: hardly more than one hundredth of a processor. */
    static final int QUESTIONS = 250;

    private final LongSupplier nanoTime;
    private final IdentityHashMap<Evidence.IpSockets, InetAddress> proven = new IdentityHashMap<>();
    private long since;
    private int asked;

    RecentProofs(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /** Whether the kernel need not be asked whether these sockets get what is sent to a host. */
    boolean suffice(Evidence.IpSockets sockets, InetAddress at) {
        forgetTheOld();
        return asked >= QUESTIONS && at.equals(proven.get(sockets));
    }

    /** Remembers that these sockets were the only ones to get what is sent to a host. */
    void remember(Evidence.IpSockets sockets, InetAddress at) {
        asked++;
        proven.put(sockets, at);
    }

    private void forgetTheOld() {
        long now = nanoTime.getAsLong();
        if (now - since >= AGE.toNanos()) {
            since = now;
            asked = 0;
            proven.clear();
        }
    }
}
