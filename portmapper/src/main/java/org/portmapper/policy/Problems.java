package org.portmapper.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong, collected: one look is to find all of it. */
final class Problems {
    /** More than anybody reads; the rest is found once these are gone. */
    static final int LIMIT = 200;

    private final Set<String> files = new LinkedHashSet<>();
    private final List<Problem> found = new ArrayList<>();

    private record Problem(Place place, String text) {}

    /** Begins a file: problems are told in the order in which the files began. */
    void begin(String file) {
        files.add(file);
    }

    void add(Place place, String text) {
        if (found.size() < LIMIT) {
            found.add(new Problem(place, text));
        }
    }

    /** Refuses whatever has a problem. */
    void throwIfAny() throws PolicyException {
        if (!found.isEmpty()) {
            throw new PolicyException(lines());
        }
    }

    private List<String> lines() {
        List<String> order = List.copyOf(files);
        return found.stream()
                .sorted(Comparator.<Problem>comparingInt(problem -> order.indexOf(problem.place.file()))
                        .thenComparingInt(problem -> problem.place.line())
                        .thenComparingInt(problem -> problem.place.column()))
                .map(problem -> problem.place + ": " + problem.text)
                .toList();
    }
}
