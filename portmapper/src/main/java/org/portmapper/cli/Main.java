package org.portmapper.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.portmapper.log.LogProvider;

/** The process: its arguments, streams and exit code. */
public final class Main {
    /** What the start script says about itself, so that the demo can start another one. */
    private static final String SCRIPT = "portmapper.script";

    private Main() {}

    /** Runs the command that the arguments name, and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Until a command says otherwise: what the libraries below have to say is in our own sentences.
        LogProvider.useInThisProcess();
        PrintWriter out = new PrintWriter(System.out, false, charset("stdout.encoding"));
        PrintWriter err = new PrintWriter(System.err, true, charset("stderr.encoding"));
        Environment environment = new Environment(
                out,
                err,
                wantsColour(System.getenv(), isTerminal()),
                HostFiles.USUAL,
                Environment.LOCAL_SOCKET,
                launcher());
        int exitCode = run(environment, Daemon::start, arguments);
        out.flush();
        if (out.checkError() && exitCode == ExitCode.DONE) {
            err.println("standard output: cannot be written (expected: room, and a reader)");
            exitCode = ExitCode.FAILED;
        }
        System.exit(exitCode);
    }

    /** Runs the command that the arguments name, and returns the exit code. */
    static int run(Environment environment, PortmapperStarter starter, String... arguments) {
        return ServeOptions.plain(arguments)
                .map(options -> new Service(environment, starter).serveOrTell(options))
                .orElseGet(() ->
                        PortmapperCommand.of(environment, starter, arguments).execute(arguments));
    }

    /** Whether colour is wanted: on a terminal that shows it, unless the NO_COLOR convention says no. */
    static boolean wantsColour(Map<String, String> variables, boolean terminal) {
        return terminal
                && variables.getOrDefault("NO_COLOR", "").isEmpty()
                && !variables.getOrDefault("TERM", "dumb").equals("dumb");
    }

    private static boolean isTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    private static Charset charset(String property) {
        // The image has the encodings of java.base only; those of others come out as UTF-8.
        return Charset.forName(System.getProperty(property, "UTF-8"), StandardCharsets.UTF_8);
    }

    private static List<String> launcher() {
        String script = System.getProperty(SCRIPT, "");
        return script.isEmpty() ? javaCommand() : List.of(script);
    }

    /** For a run without the script, from an IDE: the same JDK and class path. */
    private static List<String> javaCommand() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }
}
