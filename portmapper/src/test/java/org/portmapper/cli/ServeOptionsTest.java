package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.config.PortmapperConfig;

/** The quick way to read {@code serve}'s options: it means what picocli means, or leaves them to it. */
class ServeOptionsTest {
    private record Started(PortmapperConfig config, boolean takeOver) {}

    private final List<Started> started = new ArrayList<>();

    private int byPicocli(String... arguments) {
        PortmapperStarter starter = (config, takeOver) -> {
            started.add(new Started(config, takeOver));
            throw new CommandFailure("enough");
        };
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        Environment environment =
                new Environment(nowhere, nowhere, false, CommandRun.NO_FILES, "/nonexistent", List.of("false"));
        return PortmapperCommand.of(environment, starter, arguments).execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "serve --take-over",
                "serve --port 7 --log-level debug",
                "serve --listen 127.0.0.2 --listen ::1 --socket /a --socket /b",
                "serve --state-dir /c --policy-dir /d --rpcbind-dir /e --remote-calls",
            })
    void aPlainCommandLineMeansWhatPicocliMakesOfIt(String line) throws Exception {
        String[] arguments = line.split(" ");
        ServeOptions options = ServeOptions.plain(arguments).orElseThrow();
        byPicocli(arguments);
        assertThat(started).containsExactly(new Started(options.config(), options.takeOver()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "serve --help",
                "serve -h",
                "serve --port=7",
                "serve --port",
                "serve --port -1",
                "serve --port 1 --port 2",
                "serve --take-over --take-over",
                "serve --no-remote-calls",
                "serve --socket @name",
                "serve @file",
                "serve now",
                "serve --prot 7",
                "help serve",
            })
    void allElseIsLeftToPicocli(String line) {
        assertThat(ServeOptions.plain(line.split(" "))).isEmpty();
    }

    @Test
    void aValueThatIsEmptyIsLeftToPicocli() {
        assertThat(ServeOptions.plain(new String[] {"serve", "--socket", ""})).isEmpty();
        assertThat(ServeOptions.plain(new String[0])).isEmpty();
    }
}
