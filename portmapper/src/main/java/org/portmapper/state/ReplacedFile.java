package org.portmapper.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file that is replaced as a whole: written beside it, brought to the disk, renamed, and the name brought to the disk. For
 * one thread.
 *
 * @param folder its writer's own
 */
public record ReplacedFile(Path folder, String name, FileSteps steps) {
    /** Takes the file's bytes, in pieces of any size. */
    @FunctionalInterface
    public interface Sink {
        /** Takes all remaining bytes. */
        void write(ByteBuffer bytes) throws IOException;
    }

    /** What a file is to hold. */
    @FunctionalInterface
    public interface Contents {
        /** Writes all of it. */
        void writeTo(Sink sink) throws IOException;
    }

    /** @throws IOException if any step fails; the old file is there then, unless only its name is not on the disk yet */
    public void replace(Contents contents) throws IOException {
        Path fresh = folder.resolve(name + ".new");
        try (FileChannel channel = steps.create(fresh)) {
            contents.writeTo(bytes -> steps.write(channel, bytes));
            steps.force(channel);
        }
        steps.rename(fresh, path());
        steps.forceFolder(folder);
    }

    /** Where it is. */
    public Path path() {
        return folder.resolve(name);
    }
}
