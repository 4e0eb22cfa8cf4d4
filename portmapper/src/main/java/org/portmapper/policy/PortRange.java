package org.portmapper.policy;

import java.util.Optional;

/** Ports from the first to the last, both included: 1 to 65,535. */
record PortRange(int first, int last) {
    /** What may stand for one. */
    static final String EXPECTED = "a port of 1 to 65535, or a range of them, the smaller first";

    static Optional<PortRange> of(String text) {
        int dash = text.indexOf('-');
        return dash < 0
                ? port(text).map(port -> new PortRange(port, port))
                : port(text.substring(0, dash))
                        .flatMap(first -> port(text.substring(dash + 1))
                                .filter(last -> last >= first)
                                .map(last -> new PortRange(first, last)));
    }

    private static Optional<Integer> port(String text) {
        return text.matches("[0-9]{1,5}")
                ? Optional.of(Integer.valueOf(text)).filter(port -> port >= 1 && port <= 0xffff)
                : Optional.empty();
    }

    boolean contains(int port) {
        return first <= port && port <= last;
    }

    boolean overlaps(PortRange other) {
        return first <= other.last && other.first <= last;
    }

    /** As TOML has it. */
    String toToml() {
        return first == last ? Integer.toString(first) : '"' + Integer.toString(first) + '-' + last + '"';
    }
}
