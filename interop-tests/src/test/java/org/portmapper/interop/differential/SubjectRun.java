package org.portmapper.interop.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.portmapper.interop.Subject;

/** One start of one subject in a sandbox of its own (differential.sh), with the probe beside it. */
final class SubjectRun implements AutoCloseable {
    private static final Path SCRIPT =
            Path.of("src/test/resources/org/portmapper/interop/differential.sh").toAbsolutePath();
    private static final Path DAEMON =
            Path.of("../portmapper/target/dist/bin/portmapper").toAbsolutePath().normalize();

    /** A run takes fifteen seconds with nothing beside it. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    /** The exit code of a script that lacks a program it needs. */
    private static final int SKIPPED = 77;

    private final String name;
    private final Process process;
    private final Path output;
    private final Path transcript;

    private SubjectRun(String name, Process process, Path output, Path transcript) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.transcript = transcript;
    }

    /** Starts the subject and the probe; {@code run} names the files that are written into the folder. */
    static SubjectRun start(Subject subject, Suite suite, Path folder, String run) throws IOException {
        String name = "%s-%s-%s".formatted(subject, suite, run).toLowerCase(Locale.ROOT);
        Path output = folder.resolve(name + ".log");
        Path transcript = Files.createFile(folder.resolve(name + ".transcript"));
        ProcessBuilder builder = new ProcessBuilder("bash", SCRIPT.toString());
        builder.environment()
                .putAll(Map.of(
                        "SUBJECT", subject.title(),
                        "SUITE", suite.name(),
                        "PORTMAPPER", DAEMON.toString(),
                        "TRANSCRIPT", transcript.toString(),
                        "LIMIT", Long.toString(LIMIT.toSeconds()),
                        "JAVA",
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                        "CLASSES", System.getProperty("java.class.path")));
        Process process = builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        return new SubjectRun(name, process, output, transcript);
    }

    /** Waits until the probe has played all; the script ends by itself when it takes too long. */
    void awaitEnd() throws InterruptedException {
        if (!process.waitFor(LIMIT.plusSeconds(20).toSeconds(), TimeUnit.SECONDS)) {
            close();
        }
    }

    /** What the subject answered; aborts the test where this machine cannot run it. */
    Transcript transcript() throws IOException {
        String said = name + ": " + Files.readString(output);
        assertThat(process.isAlive())
                .withFailMessage(() -> "still running: " + said)
                .isFalse();
        if (process.exitValue() == SKIPPED) {
            skip(said);
        }
        assertThat(process.exitValue()).withFailMessage(() -> said).isZero();
        return Transcript.read(transcript);
    }

    private static void skip(String reason) {
        if ("1".equals(System.getenv("PORTMAPPER_NO_SKIPS"))) {
            fail("PORTMAPPER_NO_SKIPS is set, and a need is missing: " + reason);
        }
        abort(reason);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
