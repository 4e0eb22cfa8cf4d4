package org.portmapper.audit;

import org.portmapper.rpc.xdr.PrintableText;

/** A line of {@code name=value} that a machine can take apart again: values that hold blanks or quotes are quoted. */
final class Line {
    /** Enough for every address and rule; what is longer was written to be long. */
    private static final int VALUE_LIMIT = 300;

    private final StringBuilder text = new StringBuilder();

    /** Adds a value; whatever comes from outside is escaped and cut here. An empty one is left out. */
    Line with(String name, Object value) {
        String printable = PrintableText.of(String.valueOf(value));
        if (!printable.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(quoted(cut(printable)));
        }
        return this;
    }

    private static String cut(String value) {
        return value.length() <= VALUE_LIMIT ? value : value.substring(0, VALUE_LIMIT) + "...";
    }

    private static String quoted(String value) {
        boolean bare = value.chars().allMatch(c -> c > ' ' && c != '"' && c != '=' && c != '\\');
        return bare ? value : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
