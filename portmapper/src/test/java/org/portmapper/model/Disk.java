package org.portmapper.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.portmapper.state.FileSteps;

/** Files on a disk that never forgets anything, so that there is nothing to wait for, and that can be full. */
final class Disk implements FileSteps {
    private boolean full;

    void full(boolean isFull) {
        full = isFull;
    }

    @Override
    public void write(FileChannel file, ByteBuffer bytes) throws IOException {
        if (full) {
            OF_THE_SYSTEM.write(file, bytes.slice(bytes.position(), bytes.remaining() / 2));
            throw new FileSystemException("bindings", null, "No space left on device");
        }
        OF_THE_SYSTEM.write(file, bytes);
    }

    @Override
    public void force(FileChannel file) {
        // What is written is there.
    }

    @Override
    public void forceFolder(Path folder) {
        // So are the names.
    }
}
