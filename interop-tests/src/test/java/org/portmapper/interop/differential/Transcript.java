package org.portmapper.interop.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What one subject answered to every step, by the step's name; kept in a file with one line for each. */
record Transcript(Map<String, Outcome> outcomes) {
    private static final String SEPARATOR = "\t";

    Transcript {
        outcomes = new LinkedHashMap<>(outcomes);
    }

    void write(Path file) throws IOException {
        Stream<String> lines = outcomes.entrySet().stream().map(entry -> entry.getKey() + SEPARATOR + entry.getValue());
        Files.write(file, lines.toList());
    }

    static Transcript read(Path file) throws IOException {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file)) {
            List<String> columns = List.of(line.split(SEPARATOR));
            outcomes.put(columns.getFirst(), Outcome.parse(columns.getLast()));
        }
        return new Transcript(outcomes);
    }

    /** What the step came to; a step that was not played ends as if its listener had died. */
    Outcome of(Step step) {
        return outcomes.getOrDefault(step.name(), new Outcome(List.of(), Outcome.End.DEAD));
    }
}
