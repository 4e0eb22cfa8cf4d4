package org.portmapper.policy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;

/** Where something stands in a policy. */
record Place(String file, int line, int column) {
    /** What is wrong with the file as a whole stands nowhere in it. */
    static Place whole(String file) {
        return new Place(file, 0, 0);
    }

    static Place of(String file, @Nullable TomlPosition position) {
        TomlPosition known = Objects.requireNonNull(position, "what stands in a file has a place");
        return new Place(file, known.line(), known.column());
    }

    /** {@code FILE:LINE}. */
    String lineText() {
        return file + ":" + line;
    }

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
