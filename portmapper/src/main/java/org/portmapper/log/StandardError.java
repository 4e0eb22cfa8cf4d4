package org.portmapper.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The standard error of the process: each line by one write, so that those of several threads do not mix. */
final class StandardError implements Consumer<String> {
    private final PrintStream stream =
            new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);

    @Override
    public void accept(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        // A stream of our own, without a buffer that would wait for more.
        stream.write(bytes, 0, bytes.length);
        stream.flush();
    }
}
