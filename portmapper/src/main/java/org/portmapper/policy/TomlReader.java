package org.portmapper.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.portmapper.policy.Node.Entry;
import org.portmapper.rpc.xdr.PrintableText;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;
import org.tomlj.TomlValue;

/** Reads TOML, all of it. */
record TomlReader(String file) {
    /** What the text says; what is no TOML goes to the problems. */
    static Node.Table read(PolicyText text, Problems problems) {
        TomlParseResult toml = Toml.parse(text.text());
        toml.errors()
                .forEach(error -> problems.add(
                        Place.of(text.name(), error.position()), PrintableText.of(String.valueOf(error.getMessage()))));
        return new TomlReader(text.name()).table(Place.whole(text.name()), toml);
    }

    private Node.Table table(Place place, TomlTable toml) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String key : toml.keySet()) {
            List<String> path = List.of(key);
            TomlValue value = Objects.requireNonNull(toml.entry(path)).value();
            Place written = Place.of(file, toml.inputPositionOf(path));
            entries.put(key, new Entry(written, node(written, value)));
        }
        return new Node.Table(place, entries);
    }

    /** A table that only others stand in has no place but that of its key. */
    private Node node(Place key, TomlValue value) {
        Place place = value.position() == null ? key : Place.of(file, value.position());
        if (value.isString()) {
            return new Node.Text(place, value.getString());
        }
        if (value.isLong()) {
            return new Node.Numeral(place, value.getLong());
        }
        if (value.isArray()) {
            return new Node.Items(place, items(place, value.getArray()));
        }
        return value.isTable()
                ? table(place, value.getTable())
                : new Node.Other(place, PrintableText.of(String.valueOf(value.get())));
    }

    private List<Node> items(Place place, TomlArray array) {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            nodes.add(node(place, array.entry(i).value()));
        }
        return nodes;
    }
}
