package org.portmapper.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** A file that is read as a whole. */
final class WholeFile {
    /** The file is there, and not to be believed: the message says why. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message) {
            super(message);
        }
    }

    private WholeFile() {}

    /**
     * All of it.
     *
     * @param limit in bytes; a longer one is refused, and so is what is no regular file, a symbolic link included
     */
    static ByteBuffer read(Path file, long limit) throws IOException {
        // Before it is opened: to open a pipe would be to wait for whoever writes to it.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException("no regular file (expected: one, and no link to one)");
        }
        try (SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            if (channel.size() > limit) {
                throw new RefusedException(channel.size() + " bytes (expected: at most " + limit + ")");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) channel.size());
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes);
            }
            return bytes.flip();
        }
    }
}
