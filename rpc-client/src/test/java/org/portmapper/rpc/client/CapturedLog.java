package org.portmapper.rpc.client;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The lines of the log while this is open; the logger of the tests writes them to the standard error stream. */
final class CapturedLog implements AutoCloseable {
    private final PrintStream before = System.err;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    CapturedLog() {
        System.setErr(new PrintStream(new Lines(), true, StandardCharsets.UTF_8));
    }

    /** The next line, from its level on; waits for it. */
    String next() throws InterruptedException {
        return Patience.next(lines);
    }

    /** The lines that nobody has asked for. */
    List<String> rest() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        System.setErr(before);
    }

    private final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        @Override
        public synchronized void write(int octet) {
            if (octet == '\n') {
                lines.add(line.toString(StandardCharsets.UTF_8).replaceFirst(".*?(INFO|WARN|ERROR) ", "$1 "));
                line.reset();
            } else {
                line.write(octet);
            }
        }
    }
}
