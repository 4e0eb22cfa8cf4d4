package org.portmapper.policy;

import java.util.Optional;
import org.portmapper.names.ProgramNames;

/** Programs from the first to the last, both included: 0 to 4,294,967,295. */
record ProgramRange(long first, long last) {
    /** What a key may be. */
    static final String EXPECTED = "a program's name or number, or a range of numbers, the smaller first";

    static ProgramRange only(long program) {
        return new ProgramRange(program, program);
    }

    /** The programs that a key of the file means. */
    static Optional<ProgramRange> of(String key, ProgramNames names) {
        return names.number(key).map(ProgramRange::only).or(() -> ofNumbers(key));
    }

    private static Optional<ProgramRange> ofNumbers(String key) {
        int dash = key.indexOf('-');
        return dash < 0
                ? Optional.empty()
                : ProgramNames.numeral(key.substring(0, dash))
                        .flatMap(first -> ProgramNames.numeral(key.substring(dash + 1))
                                .filter(last -> last >= first)
                                .map(last -> new ProgramRange(first, last)));
    }

    long width() {
        return last - first;
    }

    boolean contains(long program) {
        return first <= program && program <= last;
    }

    boolean overlaps(ProgramRange other) {
        return first <= other.last && other.first <= last;
    }
}
