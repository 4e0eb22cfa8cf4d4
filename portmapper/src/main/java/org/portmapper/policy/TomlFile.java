package org.portmapper.policy;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.portmapper.names.NearestWord;
import org.portmapper.rpc.xdr.PrintableText;

/** Takes values of known types from a file of TOML, and tells of those that are of others. */
record TomlFile(String file, Problems problems) {
    /** A value of the file, with the name that errors call it by. */
    record Named(String name, Node value) {}

    /** Tells of each key that is none of these. */
    void refuseOthers(Node.Table table, String prefix, List<String> known, String otherwise) {
        for (String key : table.entries().keySet()) {
            if (!known.contains(key)) {
                problems.add(
                        table.placeOf(key),
                        prefix + TomlText.key(key) + ": unknown key (expected: "
                                + PrintableText.of(words(known)) + otherwise + ")"
                                + NearestWord.question(key, known));
            }
        }
    }

    /** The table that a key is; none where it is not there, or, with a problem, something else. */
    Optional<Node.Table> table(Node.Table parent, String key, String name) {
        Optional<Node> value = parent.entry(key).map(Node.Entry::value);
        if (value.isPresent() && !(value.get() instanceof Node.Table)) {
            problems.add(parent.placeOf(key), name + ": no section (expected: [" + name + "] and the keys below it)");
        }
        return value.filter(Node.Table.class::isInstance).map(Node.Table.class::cast);
    }

    /** The value of a key. */
    Optional<Named> value(Node.Table table, String prefix, String key) {
        return table.entry(key).map(entry -> new Named(prefix + key, entry.value()));
    }

    /** The elements of the list that a value is. */
    Optional<List<Named>> list(Named named) {
        if (named.value instanceof Node.Items items) {
            return Optional.of(items.nodes().stream()
                    .map(node -> new Named(named.name, node))
                    .toList());
        }
        refuse(named, "a list", "");
        return Optional.empty();
    }

    /** The string that a value is. */
    static Optional<String> string(Named named) {
        return named.value instanceof Node.Text text ? Optional.of(text.text()) : Optional.empty();
    }

    /** The number that a value is. */
    static Optional<Long> number(Named named) {
        return named.value instanceof Node.Numeral numeral ? Optional.of(numeral.number()) : Optional.empty();
    }

    /** Tells that a value is not allowed. */
    void refuse(Named named, String expected, String question) {
        refuse(named, "(expected: " + expected + ")" + question);
    }

    /** The same, with the constraint in its brackets. */
    void refuse(Named named, String constraint) {
        problems.add(named.value.place(), named.name + ": " + TomlText.shown(named.value) + " " + constraint);
    }

    /** "a, b or c". */
    static String words(Collection<String> words) {
        List<String> all = List.copyOf(words);
        return all.size() == 1
                ? all.getFirst()
                : String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.getLast();
    }
}
