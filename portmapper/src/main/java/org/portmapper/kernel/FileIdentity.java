package org.portmapper.kernel;

import static org.portmapper.kernel.ErrnoException.check;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * Which file it is, statx(2).
 *
 * @param device of its file system, as the kernel has it inside: the major number above 20 bits of minor number
 */
record FileIdentity(long inode, long device) {

    // struct statx
    private static final int STATX_BYTES = 256;
    private static final int INODE = 32;
    private static final int DEVICE_MAJOR = 136;
    private static final int DEVICE_MINOR = 140;

    private static final int STATX_INO = 0x100;
    private static final int AT_EMPTY_PATH = 0x1000;
    /** What is known locally will do: a server that does not answer must not be waited for. */
    private static final int AT_STATX_DONT_SYNC = 0x4000;

    private static final int MINOR_BITS = 20;

    // struct open_how
    private static final int OPEN_HOW_BYTES = 24;
    private static final int FLAGS = 0;
    private static final int RESOLVE = 16;

    private static final int O_PATH = 0x200000;
    private static final int AT_FDCWD = -100;
    private static final int RESOLVE_CACHED = 0x20;

    private static final Set<Errno> NOTHING_THERE = Set.of(Errno.ENOENT, Errno.ENOTDIR, Errno.EAGAIN);

    /** A mount or a rename at the same moment, wherever it is, makes names look as if they were not cached. */
    private static final int MAX_ATTEMPTS = 3;

    /**
     * What an absolute path leads to, as far as that can be told without waiting, openat2(2) with RESOLVE_CACHED: the names
     * that lead to a bound socket are cached. Nothing else may be tried, because a caller may name any path: one of a file
     * system that never answers, or that is mounted as soon as it is touched.
     *
     * @throws ErrnoException EACCES; EINVAL or ENOSYS before Linux 5.12; or another refusal
     */
    static Optional<FileIdentity> at(String path) throws ErrnoException {
        long result = open(path);
        for (int i = 1; i < MAX_ATTEMPTS && result == -Errno.EAGAIN.number(); i++) {
            result = open(path);
        }
        if (result < 0 && NOTHING_THERE.contains(Errno.of(result))) {
            return Optional.empty();
        }
        Descriptor file = new Descriptor((int) check(result, "open " + path));
        try {
            return Optional.of(of(file.number()));
        } finally {
            file.close();
        }
    }

    private static long open(String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory memory = NativeMemory.in(arena, OPEN_HOW_BYTES + name.length + 1);
            memory.bytes().putLong(FLAGS, O_PATH | Descriptor.O_CLOEXEC);
            memory.bytes().putLong(RESOLVE, RESOLVE_CACHED);
            memory.bytes().put(OPEN_HOW_BYTES, name);
            return Syscall.OPENAT2.call(AT_FDCWD, memory.address(OPEN_HOW_BYTES), memory.address(0), OPEN_HOW_BYTES, 0);
        }
    }

    /** Of an open file or socket. */
    static FileIdentity of(int fd) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory memory = NativeMemory.in(arena, STATX_BYTES + 1); // and the empty path
            int flags = AT_EMPTY_PATH | AT_STATX_DONT_SYNC;
            long result = Syscall.STATX.call(fd, memory.address(STATX_BYTES), flags, STATX_INO, memory.address(0));
            check(result, "get the status", fd);
            return read(memory.bytes());
        }
    }

    private static FileIdentity read(ByteBuffer statx) {
        long major = Integer.toUnsignedLong(statx.getInt(DEVICE_MAJOR));
        long minor = Integer.toUnsignedLong(statx.getInt(DEVICE_MINOR));
        return new FileIdentity(statx.getLong(INODE), (major << MINOR_BITS) | minor);
    }
}
