package org.portmapper.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.portmapper.names.NearestWord;
import org.portmapper.rpc.xdr.PrintableText;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;
import org.tomlj.TomlValue;

/** Takes values of known types from a file of TOML, and tells of those that are of others. */
record TomlFile(String file, Problems problems) {
    /** A value of the file, with the name that errors call it by. */
    record Named(String name, TomlValue value) {}

    /** Tells of each key that is none of these. */
    void refuseOthers(TomlTable table, String prefix, List<String> known, String otherwise) {
        for (String key : table.keySet()) {
            if (!known.contains(key)) {
                problems.add(
                        place(table, key),
                        prefix + TomlText.key(key) + ": unknown key (expected: "
                                + PrintableText.of(words(known)) + otherwise + ")"
                                + NearestWord.question(key, known));
            }
        }
    }

    /** Where a key stands. */
    Place place(TomlTable table, String key) {
        return Place.of(file, table.inputPositionOf(List.of(key)));
    }

    /** The table that a key is; none where it is not there, or, with a problem, something else. */
    Optional<TomlTable> table(TomlTable parent, String key, String name) {
        Object value = parent.get(List.of(key));
        if (value instanceof TomlTable || value == null) {
            return Optional.ofNullable((TomlTable) value);
        }
        problems.add(place(parent, key), name + ": no section (expected: [" + name + "] and the keys below it)");
        return Optional.empty();
    }

    /** The value of a key. */
    Optional<Named> value(TomlTable table, String prefix, String key) {
        return Optional.ofNullable(table.entry(List.of(key))).map(entry -> new Named(prefix + key, entry.value()));
    }

    /** The elements of the list that a value is. */
    Optional<List<Named>> list(Named named) {
        if (!named.value.isArray()) {
            refuse(named, "a list", "");
            return Optional.empty();
        }
        TomlArray array = named.value.getArray();
        List<Named> elements = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            elements.add(new Named(named.name, array.entry(i).value()));
        }
        return Optional.of(elements);
    }

    /** The string that a value is. */
    static Optional<String> string(Named named) {
        return named.value.isString() ? Optional.of(named.value.getString()) : Optional.empty();
    }

    /** Tells that a value is not allowed. */
    void refuse(Named named, String expected, String question) {
        refuse(named, "(expected: " + expected + ")" + question);
    }

    /** The same, with the constraint in its brackets. */
    void refuse(Named named, String constraint) {
        problems.add(place(named), named.name + ": " + TomlText.shown(named.value) + " " + constraint);
    }

    /** Where a value stands. */
    Place place(Named named) {
        return Place.of(file, Objects.requireNonNull(named.value).position());
    }

    /** "a, b or c". */
    static String words(Collection<String> words) {
        List<String> all = List.copyOf(words);
        return all.size() == 1
                ? all.getFirst()
                : String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.getLast();
    }
}
