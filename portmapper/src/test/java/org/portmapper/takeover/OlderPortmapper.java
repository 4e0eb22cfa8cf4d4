package org.portmapper.takeover;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A portmapper in a process of its own, which a test takes the place of. */
final class OlderPortmapper implements AutoCloseable {
    private static final String READY = "portmapper: serving on port ";

    private final Process process;
    private final int port;

    private OlderPortmapper(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it at a free port of 127.0.0.1, with its files in the folder, and waits until it serves. */
    static OlderPortmapper start(Path folder, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.portmapper.cli.Main",
                "serve",
                "--port=0",
                "--listen=127.0.0.1",
                "--policy-dir=" + folder,
                "--state-dir=" + folder.resolve("old")));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("old.log").toFile())
                .start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroyForcibly();
            throw new IOException("it does not serve: " + line);
        }
        return new OlderPortmapper(process, Integer.parseInt(line.substring(READY.length())));
    }

    int port() {
        return port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end: its exit code. */
    int exitCode() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
