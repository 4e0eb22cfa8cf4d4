package org.portmapper.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of {@code decisions.txt}.
 *
 * @param texts the policy
 * @param place what decides
 */
record DecisionRow(List<PolicyText> texts, Question question, boolean allowed, String place) {
    private static final Path TABLE =
            Path.of("src", "test", "resources", "org", "portmapper", "policy", "decisions.txt");

    /** All rows. */
    static Stream<DecisionRow> all() throws IOException {
        List<DecisionRow> rows = new ArrayList<>();
        String table = Files.readString(TABLE);
        String[] policies = table.substring(table.indexOf("\n== ")).split("\n--\n");
        for (int i = 0; i + 1 < policies.length; i++) {
            List<PolicyText> texts = texts(policies[i].substring(policies[i].indexOf("\n== ")));
            policies[i + 1].lines().takeWhile(line -> !line.isEmpty()).forEach(line -> rows.add(row(texts, line)));
        }
        return rows.stream();
    }

    private static List<PolicyText> texts(String files) {
        return Stream.of(files.split("\n== "))
                .filter(file -> !file.isEmpty() && !file.startsWith("(none)"))
                .map(file -> new PolicyText(
                        file.substring(0, file.indexOf('\n')), file.substring(file.indexOf('\n') + 1) + "\n"))
                .toList();
    }

    private static DecisionRow row(List<PolicyText> texts, String line) {
        List<String> cells = Stream.of(line.split("\\|")).map(String::strip).toList();
        return new DecisionRow(
                texts,
                Question.of(cells.get(0), cells.get(1), cells.get(2), cells.get(3)),
                cells.get(4).equals("allowed"),
                cells.get(5));
    }

    Policy policy() throws PolicyException {
        return Host.policies().parse(texts);
    }

    @Override
    public String toString() {
        return texts.stream().map(PolicyText::name).toList() + " " + question;
    }
}
