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

    /** What is left, in whole milliseconds and at least one: a transport takes no deadline that has passed. */
    Duration left() {
        return share(1);
    }

    /** What one of so many attempts may take, if each of them takes as long. */
    Duration share(int attempts) {
        long nanos = (nanoTime - System.nanoTime()) / attempts;
        return Duration.ofMillis(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos + 999_999)));
    }
}
