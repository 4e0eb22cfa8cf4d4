package org.portmapper.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a registration needs a socket that gets what is sent to its address. */
public enum Listener {
    /** It needs one. */
    REQUIRED,
    /** It may come first, or stay without one. */
    OPTIONAL;

    /** As it stands in files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Listener> of(String text) {
        return Arrays.stream(values())
                .filter(listener -> listener.text().equals(text))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Listener::text).toList();
    }
}
