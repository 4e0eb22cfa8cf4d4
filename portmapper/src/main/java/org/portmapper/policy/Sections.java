package org.portmapper.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.portmapper.rpc.rpcbind.Rpcbind;

/**
 * The sections of a policy, and which of them decides.
 *
 * @param written those of the files
 * @param narrowestFirst those and the built-in ones; among sections of the same programs, the file's come first
 */
record Sections(List<Section> written, List<Section> narrowestFirst) {
    /** Each registration looks at them one after the other; no host has as many programs. */
    static final int LIMIT = 10_000;

    // Comparator.comparingLong would do, but is not in the JVM's cache: the daemon starts sooner without.
    private static final Comparator<Section> WIDTH =
            (one, other) -> Long.compare(one.range().width(), other.range().width());

    private static final Comparator<Section> WIDTH_THEN_FIRST = (one, other) -> {
        int width = WIDTH.compare(one, other);
        return width == 0 ? Long.compare(one.range().first(), other.range().first()) : width;
    };

    static Sections of(List<Section> written, List<Section> builtIn) {
        List<Section> all = new ArrayList<>(written);
        all.addAll(builtIn);
        all.sort(WIDTH);
        return new Sections(List.copyOf(written), List.copyOf(all));
    }

    /** What the narrowest section says that contains the program and has the key: it decides alone. */
    <T> T deciding(long program, Function<Section, Optional<T>> key) {
        return find(program, key)
                .orElseThrow(() -> new IllegalStateException("program " + program + " has no section"));
    }

    /** The same for a key that need not be there. */
    <T> Optional<T> find(long program, Function<Section, Optional<T>> key) {
        return narrowestFirst.stream()
                .filter(section -> section.range().contains(program))
                .flatMap(section -> key.apply(section).stream())
                .findFirst();
    }

    /** The section of a file that is for this program only. */
    Optional<Section> ofProgram(long program) {
        return written.stream()
                .filter(section -> section.range().equals(ProgramRange.only(program)))
                .findFirst();
    }

    /** Tells of sections between which nothing decides. */
    void check(Problems problems) {
        checkNumber(problems);
        checkTwice(problems);
        checkOverlaps(problems);
        checkOwnProgram(problems);
    }

    private void checkNumber(Problems problems) {
        written.stream()
                .skip(LIMIT)
                .findFirst()
                .ifPresent(section -> problems.add(
                        section.place(), section.name() + ": one too many (expected: at most " + LIMIT + ")"));
    }

    private void checkTwice(Problems problems) {
        Map<ProgramRange, Section> first = new HashMap<>();
        for (Section section : written) {
            Section earlier = first.putIfAbsent(section.range(), section);
            if (earlier != null) {
                problems.add(
                        section.place(),
                        section.name() + ": defined twice (expected: one section for these programs; the other is at "
                                + earlier.place() + ")");
            }
        }
    }

    private void checkOverlaps(Problems problems) {
        List<Section> sorted = new ArrayList<>(narrowestFirst);
        sorted.sort(WIDTH_THEN_FIRST);
        for (int i = 1; i < sorted.size(); i++) {
            // Of sections that are equally wide and sorted, those that overlap are neighbours.
            Section one = sorted.get(i - 1);
            Section other = sorted.get(i);
            boolean undecided = one.range().width() == other.range().width()
                    && one.range().overlaps(other.range())
                    && !one.range().equals(other.range());
            if (undecided) {
                boolean otherLater = written.indexOf(other) > written.indexOf(one);
                addOverlap(problems, otherLater ? other : one, otherLater ? one : other);
            }
        }
    }

    private static void addOverlap(Problems problems, Section later, Section earlier) {
        problems.add(
                later.place(),
                later.name() + ": overlaps " + earlier.name()
                        + " (expected: a narrower or wider range, for the narrowest" + " decides; the other is at "
                        + earlier.place() + ")");
    }

    /** Whoever could register the portmapper's own program could answer in its place. */
    private void checkOwnProgram(Problems problems) {
        ofProgram(Rpcbind.PROGRAM)
                .flatMap(Section::register)
                .filter(register -> !register.alternatives().isEmpty())
                .ifPresent(register -> problems.add(
                        register.place(),
                        register.name() + ": not empty (expected: [], for program 100000 is the portmapper)"));
    }
}
