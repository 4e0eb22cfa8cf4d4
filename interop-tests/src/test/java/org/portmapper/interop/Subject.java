package org.portmapper.interop;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The portmapper under test. */
public enum Subject {
    RPCBIND,
    PORTMAPPER;

    /** The name that scripts and users give it. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return title();
    }

    /** The subject that the system property or environment variable {@code subject} names; both of them where nothing does. */
    public static Stream<Subject> chosen() {
        Optional<String> name = Optional.ofNullable(System.getProperty("subject"))
                .or(() -> Optional.ofNullable(System.getenv("subject")));
        return name.map(Subject::of).map(Stream::of).orElseGet(() -> Arrays.stream(values()));
    }

    private static Subject of(String name) {
        return Arrays.stream(values())
                .filter(subject -> subject.title().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("subject: " + name + " (expected: rpcbind or portmapper)"));
    }
}
