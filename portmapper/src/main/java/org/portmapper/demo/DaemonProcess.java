package org.portmapper.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A portmapper in a process and a folder of its own. */
final class DaemonProcess implements AutoCloseable {
    /** Many times what it takes to start on a slow machine. */
    private static final long START_SECONDS = 10;

    /** Twice what the daemon gives itself to stop. */
    private static final long STOP_SECONDS = 5;

    /** What a service manager told this process is not meant for its child. */
    private static final Set<String> SERVICE_MANAGER =
            Set.of("LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "NOTIFY_SOCKET");

    private final Process process;
    private final Path socket;
    private final int port;

    private DaemonProcess(Process process, Path socket, int port) {
        this.process = process;
        this.socket = socket;
        this.port = port;
    }

    /** Starts a daemon on a port that is free, and waits until it serves. */
    static DaemonProcess start(DemoSetup setup, Path folder) throws IOException {
        Path socket = folder.resolve("rpcbind.sock");
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(setup.launcher());
        command.addAll(List.of("serve", "--port", "0", "--listen", "127.0.0.1", "--socket", socket.toString()));
        command.addAll(List.of("--state-dir", folder.resolve("state").toString(), "--log-level", "warn"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().keySet().removeAll(SERVICE_MANAGER);
        Process process = builder.start();
        String line = firstLine(process);
        if (!line.startsWith(setup.ready())) {
            process.destroyForcibly();
            throw new IOException(
                    "the daemon does not serve: " + Files.readString(log).strip());
        }
        return new DaemonProcess(
                process, socket, Integer.parseInt(line.substring(setup.ready().length())));
    }

    /** What the process says first; nothing where it ends or is silent for too long. */
    private static String firstLine(Process process) throws IOException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(
                () -> process.inputReader().lines().findFirst().orElse(""));
        try {
            return line.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("the daemon says nothing for " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the daemon starts", e);
        } catch (ExecutionException e) {
            throw new IOException("the daemon's output cannot be read", e);
        }
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Its UDP and TCP port. */
    int port() {
        return port;
    }

    /** Its local socket. */
    Path socket() {
        return socket;
    }

    /** Asks it to stop by SIGTERM, as a service manager does, and waits: its exit code. */
    int stop() throws IOException {
        process.destroy();
        try {
            if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            throw new IOException("the daemon does not stop within " + STOP_SECONDS + " s after SIGTERM");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the daemon stops", e);
        }
    }

    /** Makes sure that it is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
