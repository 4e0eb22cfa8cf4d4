package org.portmapper.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The demonstration, with a daemon in a process of its own. */
class DemoTest {
    private static final List<String> COMMAND_LINE = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "org.portmapper.cli.Main");

    private final StringWriter out = new StringWriter();

    private DemoSetup setup(List<String> launcher) {
        return new DemoSetup(
                launcher,
                "portmapper: serving on port ",
                bindings -> bindings.size() + " bindings\n",
                new PrintWriter(out));
    }

    @Test
    void everyStepIsTakenAndTold() throws DemoException {
        Demo.run(setup(COMMAND_LINE));
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("started a portmapper: process \\d+, port \\d+ at .*"),
                        line -> assertThat(line)
                                .startsWith("started a Remote Tea service: program 536874464 version 1"),
                        line -> assertThat(line).startsWith("registered it over the local socket: udp 127.0.0.1."),
                        line -> assertThat(line).startsWith("registered it over the local socket: tcp 127.0.0.1."),
                        line -> assertThat(line).isEqualTo("what the portmapper lists:"),
                        line -> assertThat(line).matches("    \\d+ bindings"),
                        line -> assertThat(line).matches("looked it up over udp .*: Hello, portmapper!"),
                        line -> assertThat(line).matches("looked it up over tcp .*: Hello, portmapper!"),
                        line -> assertThat(line).startsWith("withdrew it"),
                        line -> assertThat(line).isEqualTo("stopped the service"),
                        line -> assertThat(line).isEqualTo("stopped the portmapper: it ended with exit code 0"),
                        line -> assertThat(line).startsWith("all steps done in "));
    }

    @Test
    void aDaemonThatDoesNotStartIsTheStepThatFailed() {
        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(() -> Demo.run(setup(List.of("/bin/sh", "-c", "echo no such luck >&2", "-"))))
                .withMessage("step \"start a daemon\" failed: the daemon does not serve: no such luck");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aLauncherThatIsNoneIsTheStepThatFailed() {
        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(() -> Demo.run(setup(List.of("/nonexistent/portmapper"))))
                .withMessageStartingWith("step \"start a daemon\" failed: Cannot run program");
    }
}
