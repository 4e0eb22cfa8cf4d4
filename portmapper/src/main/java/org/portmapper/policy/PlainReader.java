package org.portmapper.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the plain TOML of the built-in policy: a key and its value in each line, {@code [tables]}, strings without escapes,
 * integers in decimal, and lists of strings. What {@link TomlReader} reads is the same, but takes it longer than all else
 * that the daemon does before it serves.
 */
final class PlainReader {
    private final String file;
    private final int number;
    private final String line;
    private int next;

    private PlainReader(String file, int number, String line) {
        this.file = file;
        this.number = number;
        this.line = line;
    }

    /**
     * What a text says.
     *
     * @throws IllegalArgumentException if it is not as plain as that, with the place
     */
    static Node.Table read(PolicyText text) {
        Node.Table whole = new Node.Table(Place.whole(text.name()), Map.of());
        List<String> section = List.of();
        List<String> lines = text.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            PlainReader reader = new PlainReader(text.name(), i + 1, lines.get(i));
            if (reader.isHeader()) {
                section = reader.header();
                whole = whole.with(section, reader.start(), new Node.Table(reader.start(), Map.of()));
            } else if (!reader.isOver()) {
                List<String> path = new ArrayList<>(section);
                path.add(reader.key());
                whole = whole.with(path, reader.start(), reader.lastValue());
            }
        }
        return whole;
    }

    private Place start() {
        return new Place(file, number, 1);
    }

    private boolean isHeader() {
        return line.startsWith("[");
    }

    private List<String> header() {
        int end = line.indexOf(']');
        next = end + 1;
        if (end < 0 || !isOver()) {
            throw notPlain();
        }
        return List.of(line.substring(1, end).split("\\."));
    }

    /** Whether nothing follows but a comment. */
    private boolean isOver() {
        skipBlanks();
        return next == line.length() || line.charAt(next) == '#';
    }

    private void skipBlanks() {
        while (next < line.length() && line.charAt(next) == ' ') {
            next++;
        }
    }

    private String key() {
        int equals = line.indexOf('=');
        if (equals < 0) {
            throw notPlain();
        }
        next = equals + 1;
        return line.substring(0, equals).strip();
    }

    private Node lastValue() {
        Node value = value();
        if (!isOver()) {
            throw notPlain();
        }
        return value;
    }

    private Node value() {
        skipBlanks();
        return switch (character()) {
            case '"' -> text();
            case '[' -> items();
            default -> numeral();
        };
    }

    private char character() {
        if (next >= line.length()) {
            throw notPlain();
        }
        return line.charAt(next);
    }

    private Node text() {
        Place place = here();
        int end = line.indexOf('"', next + 1);
        if (end < 0 || line.substring(next, end).indexOf('\\') >= 0) {
            throw notPlain();
        }
        String text = line.substring(next + 1, end);
        next = end + 1;
        return new Node.Text(place, text);
    }

    private Node items() {
        Place place = here();
        List<Node> nodes = new ArrayList<>();
        next++;
        skipBlanks();
        while (character() != ']') {
            nodes.add(value());
            skipBlanks();
            if (character() == ',') {
                next++;
                skipBlanks();
            }
        }
        next++;
        return new Node.Items(place, nodes);
    }

    private Node numeral() {
        Place place = here();
        int first = next;
        while (next < line.length() && Character.isDigit(line.charAt(next))) {
            next++;
        }
        if (next == first) {
            throw notPlain();
        }
        return new Node.Numeral(place, Long.parseLong(line.substring(first, next)));
    }

    private Place here() {
        return new Place(file, number, next + 1);
    }

    private IllegalArgumentException notPlain() {
        return new IllegalArgumentException(here() + ": not plain (expected: one key and value, or a [table])");
    }
}
