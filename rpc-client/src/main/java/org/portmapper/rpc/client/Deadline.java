package org.portmapper.rpc.client;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.portmapper.rpc.transport.RpcTransport;

/** The moment by which a question has to be answered, however many calls that takes. */
record Deadline(long nanoTime) {
    /** Refuses what a transport would refuse, where the program gives it and not first at a call. */
    static Duration require(Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(RpcTransport.DEADLINE_LIMIT) > 0) {
            throw new IllegalArgumentException(
                    "deadline: " + duration + " (expected: more than 0, at most " + RpcTransport.DEADLINE_LIMIT + ")");
        }
        return duration;
    }

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** Whether it has passed: then nothing more may be sent for this question. */
    boolean isOver() {
        return nanosLeft() <= 0;
    }

    /** What is left, in whole milliseconds and at least one: a transport takes no deadline that has passed. */
    Duration left() {
        return Duration.ofMillis(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanosLeft() + 999_999)));
    }

    /** The end of the first of so many attempts, if each of them takes as long. */
    Deadline share(int attempts) {
        return attempts == 1 ? this : new Deadline(System.nanoTime() + nanosLeft() / attempts);
    }

    /** The end of an attempt that may not take longer than this either. */
    Deadline atMost(Duration limit) {
        return nanosLeft() < limit.toNanos() ? this : in(limit);
    }

    private long nanosLeft() {
        return nanoTime - System.nanoTime();
    }
}
