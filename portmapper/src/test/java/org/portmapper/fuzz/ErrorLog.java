package org.portmapper.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What the log says that no message must be able to cause, while this is open: errors, leaks, exceptions, and whatever netty
 * warns of. The logger of the tests writes to the standard error stream.
 */
final class ErrorLog implements AutoCloseable {
    private static final int LIMIT = 100;

    private final PrintStream before = System.err;
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    ErrorLog() {
        System.setErr(new PrintStream(new Lines(), true, StandardCharsets.UTF_8));
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        System.setErr(before);
    }

    private void line(String line) {
        boolean isError = line.contains(" ERROR ")
                || line.contains("WARN io.netty")
                || line.startsWith("\tat ")
                || line.contains("Exception");
        if (isError && errors.size() < LIMIT) {
            errors.add(line);
        }
    }

    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int octet) {
            if (octet == '\n') {
                line(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(octet);
            }
        }
    }
}
