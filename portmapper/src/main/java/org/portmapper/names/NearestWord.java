package org.portmapper.names;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant who wrote a word slightly wrong. */
public final class NearestWord {
    /** Words that differ in more than a third of their letters are other words, not slips. */
    private static final int LETTERS_PER_SLIP = 3;
    /** A longer word is no slip of any word that we know; it also bounds the work. */
    private static final int WORD_LIMIT = 64;

    private NearestWord() {}

    /** The known word that needs the fewest slips to become the written one; empty where none is near. */
    public static Optional<String> to(String written, Collection<String> known) {
        if (written.length() > WORD_LIMIT) {
            return Optional.empty();
        }
        // One slip is allowed in a short word, but some letter must be right.
        int slips = Math.min(Math.max(1, written.length() / LETTERS_PER_SLIP), written.length() - 1);
        return known.stream()
                .filter(word -> word.length() <= WORD_LIMIT && distance(written, word) <= slips)
                .min(Comparator.<String>comparingInt(word -> distance(written, word))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The question that follows an unknown word: {@code , did you mean "port"?}, or nothing. */
    public static String question(String written, Collection<String> known) {
        return to(written, known)
                .map(word -> ", did you mean \"" + word + "\"?")
                .orElse("");
    }

    /** Letters to insert, remove, replace or swap with their neighbour: the optimal string alignment distance. */
    static int distance(String left, String right) {
        int[][] costs = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                costs[i][j] = cost(costs, left, i, right, j);
            }
        }
        return costs[left.length()][right.length()];
    }

    private static int cost(int[][] costs, String left, int i, String right, int j) {
        if (i == 0 || j == 0) {
            return i + j;
        }
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int cost = Math.min(costs[i - 1][j - 1] + (same ? 0 : 1), Math.min(costs[i - 1][j], costs[i][j - 1]) + 1);
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
    }
}
