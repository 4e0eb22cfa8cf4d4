package org.portmapper.log;

import java.util.Locale;
import java.util.Map;
import org.slf4j.event.EventConstants;
import org.slf4j.event.Level;

/**
 * What is logged.
 *
 * @param ours the least severe level of our own lines; above all levels where nothing is logged
 * @param netty the same for netty's
 * @param time whether each line begins with the time
 */
public record LogSettings(int ours, int netty, boolean time) {
    /** Above every level. */
    private static final int NOTHING = EventConstants.ERROR_INT + 1;

    private static final String OURS = "portmapper.log.level";
    private static final String NETTY = "portmapper.log.netty";
    private static final String TIME = "portmapper.log.time";

    /**
     * The system properties that say so; they are read when the first logger is made, and never again.
     *
     * @param ours one of slf4j's levels, in small letters
     * @param netty the same
     */
    public static Map<String, String> properties(String ours, String netty, boolean time) {
        return Map.of(OURS, ours, NETTY, netty, TIME, Boolean.toString(time));
    }

    /** What the system properties say; nothing is logged where they say nothing. */
    static LogSettings ofSystem() {
        return new LogSettings(level(OURS), level(NETTY), Boolean.getBoolean(TIME));
    }

    private static int level(String property) {
        String text = System.getProperty(property, "");
        return text.isEmpty()
                ? NOTHING
                : Level.valueOf(text.toUpperCase(Locale.ROOT)).toInt();
    }

    /** The least severe level that a logger writes. */
    int least(String logger) {
        return logger.startsWith("io.netty.") ? netty : ours;
    }
}
