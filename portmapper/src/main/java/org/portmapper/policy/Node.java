package org.portmapper.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands at a place of a policy, by whatever reader. */
sealed interface Node {
    /** Where it begins. */
    Place place();

    /** A string. */
    record Text(Place place, String text) implements Node {}

    /** An integer. */
    record Numeral(Place place, long number) implements Node {}

    /** A list. */
    record Items(Place place, List<Node> nodes) implements Node {
        /** Copies the list. */
        public Items {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * Keys with values.
     *
     * @param entries in the order in which they stand there
     */
    record Table(Place place, Map<String, Entry> entries) implements Node {
        /** Copies the entries. */
        public Table {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** Where a key that is there stands. */
        Place placeOf(String key) {
            return entry(key).orElseThrow().key();
        }

        Optional<Entry> entry(String key) {
            return Optional.ofNullable(entries.get(key));
        }

        /** The same with a value at the end of a path of keys; tables on the way that are not there begin with it. */
        Table with(List<String> path, Place key, Node value) {
            String first = path.getFirst();
            if (path.size() == 1 && entries.containsKey(first)) {
                throw new IllegalArgumentException(key + ": " + first + " again (expected: each key once)");
            }
            Entry there = entries.getOrDefault(first, new Entry(key, new Table(key, Map.of())));
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(
                    first,
                    path.size() == 1
                            ? new Entry(key, value)
                            : new Entry(there.key(), table(there).with(path.subList(1, path.size()), key, value)));
            return new Table(place, changed);
        }

        private static Table table(Entry entry) {
            if (entry.value() instanceof Table table) {
                return table;
            }
            throw new IllegalArgumentException(entry.key() + ": a value (expected: a table)");
        }
    }

    /** What no policy has, as an error shows it. */
    record Other(Place place, String shown) implements Node {}

    /** A key's place and its value. */
    record Entry(Place key, Node value) {}
}
