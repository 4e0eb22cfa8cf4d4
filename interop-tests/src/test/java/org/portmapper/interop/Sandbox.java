package org.portmapper.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.acplt.oncrpc.OncRpcClient;
import org.portmapper.interop.words.WordsClient;

/**
 * Runs one test script against one subject. The script itself makes its namespaces (prelude.sh), so that it runs the same by hand.
 *
 * @param subject the portmapper that the script starts, by the name that prelude.sh knows
 * @param folder where the script's output and its transcript go
 */
record Sandbox(String subject, Path folder) {
    private static final Path SCRIPTS =
            Path.of("src/test/resources/org/portmapper/interop").toAbsolutePath();
    private static final Path DAEMON =
            Path.of("../portmapper/target/dist/bin/portmapper").toAbsolutePath().normalize();

    /** No script needs half of it on two busy cores; the script is killed with all its processes when it is over. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** The exit code of a script that lacks a program it needs. */
    private static final int SKIPPED = 77;

    /** The exit code of a script that was killed, as timeout(1) says it. */
    private static final int KILLED = 137;

    Sandbox(Subject subject, Path folder) {
        this(subject.title(), folder);
    }

    /**
     * Fails with all that the script said unless it succeeds; returns what must be equal for both subjects.
     *
     * @param command the script and its arguments
     */
    String passes(String... command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String script = String.join(" ", command);
        Path output = folder.resolve(script + "." + subject + ".log");
        Path transcript = Files.createFile(folder.resolve(script + "." + subject + ".transcript"));
        int status = run(command, output, transcript);
        String said = Files.readString(output);
        if (status == SKIPPED) {
            skip(script + " against " + subject + ": " + said.strip().replace("SKIP: ", ""));
        }
        assertThat(status)
                .withFailMessage(() -> "%s against %s: %s%n%s".formatted(script, subject, meaning(status), said))
                .isZero();
        System.out.printf("%s against %s: %.1f s%n", script, subject, (System.nanoTime() - start) / 1e9);
        return Files.readString(transcript);
    }

    private int run(String[] command, Path output, Path transcript) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.set(0, SCRIPTS.resolve(command[0]).toString());
        arguments.addFirst("bash");
        ProcessBuilder builder = new ProcessBuilder(arguments);
        builder.environment()
                .putAll(Map.of(
                        "SUBJECT",
                        subject,
                        "PORTMAPPER",
                        DAEMON.toString(),
                        "TRANSCRIPT",
                        transcript.toString(),
                        "LIMIT",
                        Long.toString(LIMIT.toSeconds()),
                        "JAVA",
                        System.getProperty("java.home") + "/bin/java",
                        "CLASSES",
                        origin(WordsClient.class) + ":" + origin(OncRpcClient.class)));
        Process process = builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LIMIT.plusSeconds(20).toSeconds(), TimeUnit.SECONDS);
            return ended ? process.exitValue() : KILLED;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Path origin(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    private static String meaning(int status) {
        return status == KILLED ? "took more than " + LIMIT.toSeconds() + " s and was killed" : "ended with " + status;
    }

    private static void skip(String reason) {
        System.out.println("SKIPPED " + reason);
        if ("1".equals(System.getenv("PORTMAPPER_NO_SKIPS"))) {
            fail("PORTMAPPER_NO_SKIPS is set, and a need is missing: " + reason);
        }
        abort(reason);
    }
}
