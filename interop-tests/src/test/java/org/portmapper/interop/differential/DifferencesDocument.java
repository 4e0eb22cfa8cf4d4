package org.portmapper.interop.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code docs/differences-from-rpcbind.md}: every entry is a heading that begins with its id. */
final class DifferencesDocument {
    private static final Path FILE = Path.of("../docs/differences-from-rpcbind.md");
    private static final Pattern HEADING = Pattern.compile("^## (D\\d\\d) \\S.*$", Pattern.MULTILINE);

    private DifferencesDocument() {}

    static Set<String> ids() throws IOException {
        Set<String> ids = new TreeSet<>();
        Matcher headings = HEADING.matcher(Files.readString(FILE));
        while (headings.find()) {
            if (!ids.add(headings.group(1))) {
                throw new IllegalStateException(headings.group(1) + " stands twice in " + FILE);
            }
        }
        return ids;
    }
}
