package org.portmapper.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The folder for state, which one portmapper has at a time and nobody else may write to. */
public final class StateFolder implements AutoCloseable {
    private static final Path OWN_PROCESS = Path.of("/proc/self");
    private static final int GROUP_OR_OTHERS_MAY_WRITE = 0022;

    private final Path path;
    private final FileChannel lock;

    private StateFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is not there, and has it until this is closed or the process ends.
     *
     * @throws IOException if it cannot be made, others may write to it, or another portmapper has it
     */
    public static StateFolder open(Path folder) throws IOException {
        // Readable for everybody: "portmapper status" is. What is secret in it is readable for its owner only.
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        requireOwn(folder);
        FileChannel lock = FileChannel.open(
                folder.resolve("lock"),
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        if (locked(lock) == null) {
            lock.close();
            throw new IOException("another portmapper uses it");
        }
        return new StateFolder(folder, lock);
    }

    private static @Nullable FileLock locked(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Whoever can write there could have registrations come back that never were. */
    private static void requireOwn(Path folder) throws IOException {
        int owner = attribute(folder, "unix:uid");
        if (owner != 0 && owner != attribute(OWN_PROCESS, "unix:uid")) {
            throw new IOException("it belongs to uid " + owner);
        }
        int mode = attribute(folder, "unix:mode");
        if ((mode & GROUP_OR_OTHERS_MAY_WRITE) != 0) {
            throw new IOException(String.format("mode %04o, others may write to it", mode & 07777));
        }
    }

    private static int attribute(Path path, String name) throws IOException {
        return (Integer) Files.getAttribute(path, name);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Leaves it to another portmapper. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
