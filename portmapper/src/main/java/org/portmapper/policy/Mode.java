package org.portmapper.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What becomes of a registration that the policy refuses. */
public enum Mode {
    /** It is refused. */
    ENFORCE,
    /** What rpcbind allows is allowed, and the refusal is logged. */
    AUDIT;

    /** As it stands in files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Mode> of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text().equals(text)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Mode::text).toList();
    }
}
