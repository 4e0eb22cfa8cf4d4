package org.portmapper.audit;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Writes a line once, and how often it came again within a while: whoever is refused may ask without end. */
final class Repetitions {
    /** Somebody who watches sees within a minute that it goes on. */
    static final Duration WINDOW = Duration.ofSeconds(60);

    /** Different lines that are remembered: 300 kB. Above it the oldest is let go, with its count. */
    static final int LINES = 512;

    /** Lines written in one window, different ones too: a flood of inventions must not fill a disk. */
    static final int WRITTEN_LIMIT = 1_000;

    private static final class Count {
        private final long since;
        private long repeated;

        Count(long since) {
            this.since = since;
        }
    }

    private final LongSupplier nanoTime;
    private final Consumer<String> log;
    private final Map<String, Count> counts = new LinkedHashMap<>();
    private long windowStart;
    private int written;
    private long suppressed;

    Repetitions(LongSupplier nanoTime, Consumer<String> log) {
        this.nanoTime = nanoTime;
        this.log = log;
        this.windowStart = nanoTime.getAsLong();
    }

    void write(String line) {
        writeCounts();
        // The port of the caller is another one each time, and says nothing.
        String key = line.replaceFirst(" port [0-9]+", "");
        Count seen = counts.get(key);
        if (seen != null) {
            seen.repeated++;
            return;
        }
        if (counts.size() >= LINES) {
            removeOldest();
        }
        counts.put(key, new Count(nanoTime.getAsLong()));
        writeBounded(line);
    }

    private void writeBounded(String line) {
        if (written < WRITTEN_LIMIT) {
            written++;
            log.accept(line);
        } else {
            suppressed++;
        }
    }

    void writeCounts() {
        long now = nanoTime.getAsLong();
        Iterator<Map.Entry<String, Count>> oldestFirst = counts.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<String, Count> each = oldestFirst.next();
            if (now - each.getValue().since < WINDOW.toNanos()) {
                break;
            }
            oldestFirst.remove();
            writeRepeated(each.getKey(), each.getValue());
        }
        if (now - windowStart >= WINDOW.toNanos()) {
            startWindow(now);
        }
    }

    private void startWindow(long now) {
        if (suppressed > 0) {
            log.accept("event=SUPPRESSED lines=" + suppressed + " seconds=" + WINDOW.toSeconds());
        }
        windowStart = now;
        written = 0;
        suppressed = 0;
    }

    private void removeOldest() {
        Iterator<Map.Entry<String, Count>> oldestFirst = counts.entrySet().iterator();
        Map.Entry<String, Count> oldest = oldestFirst.next();
        oldestFirst.remove();
        writeRepeated(oldest.getKey(), oldest.getValue());
    }

    private void writeRepeated(String key, Count count) {
        if (count.repeated > 0) {
            writeBounded("repeated=" + count.repeated + " " + key);
        }
    }
}
