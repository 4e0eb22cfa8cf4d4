package org.portmapper.rpc.xdr;

/** Text from the wire in a form that no log and no terminal can be misled by. */
public final class PrintableText {
    private PrintableText() {}

    /** The text with each char that is not printable ASCII, and each backslash, written as an escape like {@code \x1b}. */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.chars().forEach(c -> append(printable, c));
        return printable.toString();
    }

    private static void append(StringBuilder printable, int c) {
        if (c >= ' ' && c < 0x7f && c != '\\') {
            printable.append((char) c);
        } else {
            printable.append(String.format(c <= 0xff ? "\\x%02x" : "\\u%04x", c));
        }
    }
}
