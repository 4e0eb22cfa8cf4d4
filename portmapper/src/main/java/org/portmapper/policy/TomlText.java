package org.portmapper.policy;

import java.util.List;
import org.portmapper.rpc.xdr.PrintableText;

/** Writes TOML in ASCII, and what of it stands in an error. */
final class TomlText {
    /** What an error shows of a value: enough to recognise it. */
    private static final int SHOWN_LIMIT = 100;

    private TomlText() {}

    /** A basic string. */
    static String string(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                text.append('\\').append((char) c);
            } else if (c >= ' ' && c < 0x7f) {
                text.append((char) c);
            } else {
                text.append(String.format("\\U%08X", c));
            }
        });
        return text.append('"').toString();
    }

    /** A key: bare where it can be. */
    static String key(String key) {
        return key.matches("[A-Za-z0-9_-]+") ? key : string(key);
    }

    /** A list of what is TOML already. */
    static String list(List<String> items) {
        return "[" + String.join(", ", items) + "]";
    }

    /** A value as an error shows it. */
    static String shown(Node value) {
        return switch (value) {
            case Node.Text text -> shown(text.text());
            case Node.Numeral numeral -> Long.toString(numeral.number());
            case Node.Items items -> items.nodes().isEmpty() ? "[]" : "a list";
            case Node.Table _ -> "a table";
            case Node.Other other -> other.shown();
        };
    }

    /** A string as an error shows it. */
    static String shown(String value) {
        return value.length() <= SHOWN_LIMIT
                ? '"' + PrintableText.of(value) + '"'
                : '"' + PrintableText.of(value.substring(0, SHOWN_LIMIT)) + "...\"";
    }
}
