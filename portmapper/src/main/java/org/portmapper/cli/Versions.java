package org.portmapper.cli;

import java.util.SortedSet;
import java.util.StringJoiner;

/** Several versions of a program as text. */
final class Versions {
    private Versions() {}

    /** The versions in their order, neighbours as a range: {@code 1,3-4}. */
    static String text(SortedSet<Long> versions) {
        StringJoiner text = new StringJoiner(",");
        long first = 0;
        for (long version : versions) {
            first = versions.contains(version - 1) ? first : version;
            if (!versions.contains(version + 1)) {
                text.add(first == version ? Long.toString(version) : first + "-" + version);
            }
        }
        return text.toString();
    }
}
