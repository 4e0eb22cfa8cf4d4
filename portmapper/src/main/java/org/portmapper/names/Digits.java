package org.portmapper.names;

/** Whether a text is a number; by hand, because these are the first expressions of the daemon, and it starts sooner without any. */
final class Digits {
    private static final int ASCII_LIMIT = 0x80;

    private Digits() {}

    /** Whether the text has nothing but ASCII digits of a radix from an index on: one to so many. */
    static boolean are(String text, int from, int most, int radix) {
        int length = text.length() - from;
        if (length < 1 || length > most) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ASCII_LIMIT || Character.digit(c, radix) < 0) {
                return false;
            }
        }
        return true;
    }
}
