package org.portmapper.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;

/**
 * How a line looks: {@code 2026-11-29T17:51:30.969Z INFO Portmapper - stopped}.
 *
 * @param time whether it begins with the time, which is UTC: to find out the zone of this host takes longer than to serve
 */
record LineForm(boolean time, InstantSource clock) {
    /** The line, and a failure's stack below it. */
    String line(
            Level level,
            String logger,
            @Nullable String message,
            @Nullable Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        StringBuilder line = new StringBuilder();
        if (time) {
            appendTime(line, clock.instant());
        }
        line.append(level).append(' ').append(logger, logger.lastIndexOf('.') + 1, logger.length());
        line.append(" - ").append(MessageFormatter.basicArrayFormat(message, arguments));
        if (failure != null) {
            StringWriter stack = new StringWriter();
            failure.printStackTrace(new PrintWriter(stack));
            line.append('\n').append(stack.toString().stripTrailing());
        }
        return line.toString();
    }

    private static void appendTime(StringBuilder line, Instant now) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(now.getEpochSecond(), now.getNano(), ZoneOffset.UTC);
        append(line, time.getYear(), 4, '-');
        append(line, time.getMonthValue(), 2, '-');
        append(line, time.getDayOfMonth(), 2, 'T');
        append(line, time.getHour(), 2, ':');
        append(line, time.getMinute(), 2, ':');
        append(line, time.getSecond(), 2, '.');
        append(line, time.getNano() / 1_000_000, 3, 'Z');
        line.append(' ');
    }

    private static void append(StringBuilder line, int number, int digits, char end) {
        String text = Integer.toString(number);
        line.repeat('0', Math.max(0, digits - text.length())).append(text).append(end);
    }
}
