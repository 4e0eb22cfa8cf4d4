package org.portmapper.server;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/** A warning that others can cause as often as they like: one line in a while, which says how many it stands for. */
final class SeldomWarning {
    private final Logger log;
    private final Duration pause;
    private final LongSupplier nanoTime;
    private long lastLine;
    private long unsaid;

    /** @param nanoTime a clock that never goes back, as {@link System#nanoTime} */
    SeldomWarning(Logger log, Duration pause, LongSupplier nanoTime) {
        this.log = log;
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.lastLine = nanoTime.getAsLong() - pause.toNanos();
    }

    /** Warns, or counts what the next warning will tell. */
    void warn(String text) {
        long now = nanoTime.getAsLong();
        if (now - lastLine < pause.toNanos()) {
            unsaid++;
            return;
        }
        log.warn("{}{}", text, unsaid == 0 ? "" : ", and " + unsaid + " times since the line before");
        lastLine = now;
        unsaid = 0;
    }
}
