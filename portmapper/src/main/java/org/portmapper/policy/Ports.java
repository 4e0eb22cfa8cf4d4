package org.portmapper.policy;

import java.util.List;

/**
 * The key {@code ports}: which ports may be registered.
 *
 * @param name the key with the section that it belongs to
 */
record Ports(Place place, String name, List<PortRange> ranges) {
    /** Copies the list. */
    Ports {
        ranges = List.copyOf(ranges);
    }

    boolean contain(int port) {
        return ranges.stream().anyMatch(range -> range.contains(port));
    }

    /** The ranges as TOML. */
    List<String> items() {
        return ranges.stream().map(PortRange::toToml).toList();
    }

    /** The line as a whole. */
    Rule rule() {
        return new Rule(place.toString(), name + " = " + TomlText.list(items()));
    }
}
