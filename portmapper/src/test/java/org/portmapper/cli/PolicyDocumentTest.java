package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of docs/policy.md are policies, and decide as the tables below them say. */
class PolicyDocumentTest {
    private static final Path MANUAL = Path.of("..", "docs", "policy.md");
    private static final Pattern EXAMPLE =
            Pattern.compile("```toml\n(?<toml>(?s:.*?))```\n\n\\| as .*\n\\|---.*\n(?<rows>(?:\\|.*\n)+)");
    private static final Pattern SESSION = Pattern.compile("```console\n\\$ portmapper (.*)\n((?s:.*?))```");

    @TempDir
    Path etc;

    private HostFiles host;

    /**
     * A row below an example.
     *
     * @param cells caller, transport, program, port and answer
     */
    record Row(String toml, List<String> cells) {
        @Override
        public String toString() {
            return String.join(" ", cells);
        }
    }

    @BeforeEach
    void layOut() throws IOException {
        host = CommandRun.files(etc);
        Path accounts = Path.of("src", "test", "resources", "etc");
        Files.copy(accounts.resolve("passwd"), host.users());
        Files.copy(accounts.resolve("group"), host.groups());
        Files.createDirectories(host.policy().getParent());
    }

    static Stream<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        Matcher example = EXAMPLE.matcher(Files.readString(MANUAL));
        while (example.find()) {
            example.group("rows").lines().forEach(line -> rows.add(new Row(example.group("toml"), cells(line))));
        }
        return rows.stream();
    }

    private static List<String> cells(String line) {
        return Stream.of(line.split("\\|"))
                .skip(1)
                .map(cell -> cell.strip().replace("`", ""))
                .toList();
    }

    @Test
    void everyExampleHasItsTable() throws IOException {
        long examples = EXAMPLE.matcher(Files.readString(MANUAL)).results().count();
        long all = Pattern.compile("```toml")
                .matcher(Files.readString(MANUAL))
                .results()
                .count();
        assertThat(examples).isEqualTo(all).isGreaterThanOrEqualTo(6);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anExampleDecidesAsItsTableSays(Row row) throws IOException {
        Files.writeString(host.policy(), row.toml);
        Files.setPosixFilePermissions(host.policy(), PosixFilePermissions.fromString("rw-r--r--"));
        CommandRun run = explain(row.cells);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith(row.cells.get(4) + ": ");
    }

    private CommandRun explain(List<String> cells) {
        return CommandRun.with(
                "/nonexistent",
                host,
                "policy",
                "explain",
                "--as=" + cells.get(0),
                "--via=" + cells.get(1),
                "--program=" + cells.get(2),
                "--port=" + cells.get(3));
    }

    @Test
    void theSessionIsWhatIsPrinted() throws IOException {
        Matcher session = SESSION.matcher(Files.readString(MANUAL));
        assertThat(session.find()).isTrue();
        assertThat(CommandRun.with("/nonexistent", host, session.group(1).split(" ")))
                .isEqualTo(new CommandRun(ExitCode.FAILED, session.group(2), ""));
    }
}
