package org.portmapper.kernel;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Another process with sockets of its own, perhaps in a namespace of its own; it ends with the test at the latest. */
final class PerlProcess implements AutoCloseable {
    private static final String PRELUDE = "use strict; use Socket qw(:all); $| = 1;\n";

    /** What comes after it keeps the process until its end is wanted. */
    private static final String END = "\nprint \"end\\n\"; <STDIN>;";

    private final Process process;
    private final BufferedReader output;

    private PerlProcess(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    /**
     * Runs a script with its arguments after a launcher such as {@code unshare}. The test is skipped where they are not to
     * be had.
     */
    static PerlProcess start(List<String> launcher, String script, String... arguments) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "perl opens the sockets, and is not here");
        List<String> command = new ArrayList<>(launcher);
        command.addAll(List.of("/usr/bin/perl", "-e", PRELUDE + script + END));
        command.addAll(Arrays.asList(arguments));
        try {
            return new PerlProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a namespace of its own, which takes root or the right to make user namespaces. */
    static PerlProcess startIn(String namespace, String script, String... arguments) {
        return start(unshare(namespace), script, arguments);
    }

    static List<String> unshare(String namespace) {
        Path unshare = Path.of("/usr/bin/unshare");
        assumeTrue(Files.isExecutable(unshare), "unshare makes the namespace, and is not here");
        List<String> launcher = isRoot()
                ? List.of("/usr/bin/unshare", namespace, "--")
                : List.of("/usr/bin/unshare", "--map-root-user", namespace, "--");
        assumeTrue(succeeds(launcher), "unshare " + namespace + " is not permitted here");
        return launcher;
    }

    static boolean isRoot() {
        try {
            return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue() == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean succeeds(List<String> launcher) {
        List<String> command = new ArrayList<>(launcher);
        command.add("/bin/true");
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the script said, once it has done everything. */
    List<String> said() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("end")) {
                return lines;
            }
            lines.add(line);
        }
        throw new AssertionError("the script ended: " + lines);
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL, and waits until it has ended. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
