package org.portmapper.interop.differential;

import java.time.Duration;

/** A moment until which is waited. Nothing is judged by how long it took: only what never comes costs the whole time. */
final class Deadline {
    /** After this, a subject that answers nothing is called dead. */
    static final Duration DEAD = Duration.ofSeconds(10);

    /** How long an answer may come behind the one to the NULL call that was sent after it. */
    private static final Duration GRACE = Duration.ofMillis(40);
    /** The same where the subject has to ask somebody else first. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final long end;

    Deadline(Duration duration) {
        this.end = System.nanoTime() + duration.toNanos();
    }

    static Duration grace(Step.Ending ending) {
        return ending == Step.Ending.NULL_BEHIND_AND_PATIENCE ? PATIENCE : GRACE;
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** At least one: a selector takes zero for "for ever". */
    long millisLeft() {
        return Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis());
    }
}
