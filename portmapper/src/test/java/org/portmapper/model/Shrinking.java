package org.portmapper.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a list that fails shorter: leaves out ever smaller parts of it, as long as it still fails. */
final class Shrinking {
    private Shrinking() {}

    /** A list from which no single item can be left out. */
    static <T> List<T> shortest(List<T> failing, Predicate<List<T>> fails) {
        List<T> shortest = failing;
        for (int part = Math.max(1, failing.size() / 2); part >= 1; part /= 2) {
            shortest = withoutParts(shortest, part, fails);
        }
        List<T> again = withoutParts(shortest, 1, fails);
        return again.size() < shortest.size() ? shortest(again, fails) : again;
    }

    private static <T> List<T> withoutParts(List<T> failing, int part, Predicate<List<T>> fails) {
        List<T> shorter = failing;
        int from = 0;
        while (from < shorter.size()) {
            List<T> candidate = new ArrayList<>(shorter);
            candidate.subList(from, Math.min(shorter.size(), from + part)).clear();
            if (fails.test(candidate)) {
                shorter = candidate;
            } else {
                from += part;
            }
        }
        return shorter;
    }
}
