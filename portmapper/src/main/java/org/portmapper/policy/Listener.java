package org.portmapper.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether root, too, needs a socket that gets what is sent to the address that he registers; users always do. */
public enum Listener {
    /** He needs one. */
    REQUIRED,
    /** He may register before there is one, or what never has one. */
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
