package org.portmapper.rpc.client;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a registration waits before it tries again. Not thread-safe. */
final class Pauses {
    /** Once a second in the end, so that all is back within two; over UDP it is asked as often whether it still holds. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    /** A portmapper that refuses will do so again, until somebody changes its policy or stops another service. */
    static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);

    /** Soon at first, since a restart is short. */
    private static final Duration FIRST = Duration.ofMillis(50);

    /** Refusals that may be those of a portmapper that is only starting: until it can tell who calls, it must say no. */
    private static final int EARLY_REFUSALS = 5;

    private final LongSupplier clock;
    private Duration next = FIRST;
    private long registeredAt;
    private int refusals;

    /** The clock counts nanoseconds from anywhere. */
    Pauses(LongSupplier clock) {
        this.clock = clock;
        this.registeredAt = clock.getAsLong();
    }

    void registered() {
        refusals = 0;
        registeredAt = clock.getAsLong();
    }

    /** None if they were registered for a while; a portmapper that closes each connection at once is not pestered. */
    Duration afterLoss() {
        if (clock.getAsLong() - registeredAt < LONGEST.toNanos()) {
            return afterFailure();
        }
        next = FIRST;
        return Duration.ZERO;
    }

    /** Whether the last attempts were not long ago. */
    boolean areShort() {
        return next.compareTo(LONGEST) < 0;
    }

    /** A second at first, and then long. */
    Duration afterRefusal() {
        refusals = Math.min(refusals + 1, EARLY_REFUSALS + 1);
        return refusals <= EARLY_REFUSALS ? LONGEST : AFTER_REFUSAL;
    }

    /** Each time twice as long. */
    Duration afterFailure() {
        Duration pause = next;
        Duration doubled = pause.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return pause;
    }
}
