package org.portmapper.kernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What is at the path of a local socket: decides whether a server may remove it and bind there, unix(7). */
public enum LocalSocketState {
    /** Somebody listens, or it cannot be told that nobody does. */
    ALIVE,
    /** A socket that nobody listens on: left by a process that ended. */
    STALE,
    /** Nothing. */
    ABSENT,
    /** A file, a folder or a symbolic link: not to be removed. */
    NOT_A_SOCKET;

    private static final int S_IFMT = 0170000;
    private static final int S_IFSOCK = 0140000;

    /** Asks by connecting, which a live server sees as a connection that ends at once. */
    public static LocalSocketState of(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return ABSENT;
        }
        int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & S_IFMT) == S_IFSOCK ? ofSocket(path) : NOT_A_SOCKET;
    }

    private static LocalSocketState ofSocket(Path path) throws ErrnoException {
        Descriptor descriptor = Descriptor.socket(AddressFamily.AF_UNIX, SocketType.STREAM);
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory sockaddr = NativeMemory.in(arena, LocalSockaddr.BYTES);
            int length = LocalSockaddr.writePath(sockaddr.bytes(), 0, path.toString());
            long result = Syscall.CONNECT.call(descriptor.number(), sockaddr.address(0), length);
            return result < 0 && Errno.of(result).equals(Errno.ECONNREFUSED) ? STALE : ALIVE;
        } finally {
            descriptor.close();
        }
    }
}
