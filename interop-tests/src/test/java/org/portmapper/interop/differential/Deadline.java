package org.portmapper.interop.differential;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.portmapper.rpc.xdr.Opaque;

/** A moment until which is waited. Nothing is judged by how long it took: only what never comes costs the whole time. */
final class Deadline {
    /** After this, a subject that answers nothing is called dead. */
    static final Duration DEAD = Duration.ofSeconds(10);

    /** How long an answer may come behind the one to the NULL call that was sent after it. */
    private static final Duration GRACE = Duration.ofMillis(40);
    /** The same where the subject has to ask somebody else first, or the disk. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Where a datagram names its procedure: RFC 5531 section 9. */
    private static final int PROCEDURE_AT = 20;

    private final long end;

    Deadline(Duration duration) {
        this.end = System.nanoTime() + duration.toNanos();
    }

    static Duration grace(Step step) {
        boolean patient = step.ending() == Step.Ending.NULL_BEHIND_AND_PATIENCE
                || step.pieces().stream().anyMatch(Deadline::isChange);
        return patient ? PATIENCE : GRACE;
    }

    /** SET and UNSET are acknowledged when they are on the disk. */
    private static boolean isChange(Opaque message) {
        ByteBuffer bytes = message.toBuffer();
        return bytes.remaining() >= PROCEDURE_AT + Integer.BYTES
                && (bytes.getInt(PROCEDURE_AT) == 1 || bytes.getInt(PROCEDURE_AT) == 2);
    }

    boolean isOver() {
        return System.nanoTime() - end >= 0;
    }

    /** At least one: a selector takes zero for "for ever". */
    long millisLeft() {
        return Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis());
    }
}
