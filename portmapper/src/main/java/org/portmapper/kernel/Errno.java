package org.portmapper.kernel;

import java.util.Map;

/**
 * Why the kernel refused a call, errno(3). The numbers are those of asm-generic/errno.h, the same on x86_64 and aarch64.
 *
 * @param number positive; a number without a name here is kept
 */
public record Errno(int number) {

    public static final Errno EPERM = new Errno(1);
    public static final Errno ENOENT = new Errno(2);
    public static final Errno EINTR = new Errno(4);
    public static final Errno EBADF = new Errno(9);
    public static final Errno EAGAIN = new Errno(11);
    public static final Errno EACCES = new Errno(13);
    public static final Errno EFAULT = new Errno(14);
    public static final Errno EBUSY = new Errno(16);
    public static final Errno ENOTDIR = new Errno(20);
    public static final Errno EINVAL = new Errno(22);
    public static final Errno ENOTSOCK = new Errno(88);
    public static final Errno EMSGSIZE = new Errno(90);
    public static final Errno EAFNOSUPPORT = new Errno(97);
    public static final Errno EADDRINUSE = new Errno(98);
    public static final Errno EADDRNOTAVAIL = new Errno(99);
    public static final Errno ERANGE = new Errno(34);
    public static final Errno ENOBUFS = new Errno(105);
    public static final Errno ECONNREFUSED = new Errno(111);
    public static final Errno ESTALE = new Errno(116);

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(1, "EPERM (operation not permitted)"),
            Map.entry(2, "ENOENT (no such file or directory)"),
            Map.entry(4, "EINTR (interrupted)"),
            Map.entry(9, "EBADF (not an open file descriptor)"),
            Map.entry(11, "EAGAIN (would have to wait)"),
            Map.entry(12, "ENOMEM (out of memory)"),
            Map.entry(13, "EACCES (permission denied)"),
            Map.entry(14, "EFAULT (bad memory address)"),
            Map.entry(16, "EBUSY (in use)"),
            Map.entry(19, "ENODEV (no such interface)"),
            Map.entry(20, "ENOTDIR (part of the path is not a folder)"),
            Map.entry(22, "EINVAL (invalid argument)"),
            Map.entry(23, "ENFILE (too many open files in the system)"),
            Map.entry(24, "EMFILE (too many open files in this process)"),
            Map.entry(38, "ENOSYS (the kernel does not have this call)"),
            Map.entry(34, "ERANGE (result too large)"),
            Map.entry(40, "ELOOP (too many symbolic links)"),
            Map.entry(88, "ENOTSOCK (not a socket)"),
            Map.entry(90, "EMSGSIZE (message too long)"),
            Map.entry(91, "EPROTOTYPE (the socket is of another type)"),
            Map.entry(92, "ENOPROTOOPT (the kernel does not have this socket option)"),
            Map.entry(95, "EOPNOTSUPP (operation not supported)"),
            Map.entry(97, "EAFNOSUPPORT (address family not supported)"),
            Map.entry(98, "EADDRINUSE (address already in use)"),
            Map.entry(99, "EADDRNOTAVAIL (not an address of this host)"),
            Map.entry(100, "ENETDOWN (network is down)"),
            Map.entry(101, "ENETUNREACH (network unreachable)"),
            Map.entry(105, "ENOBUFS (no buffer space)"),
            Map.entry(111, "ECONNREFUSED (connection refused)"),
            Map.entry(113, "EHOSTUNREACH (no route to host)"),
            Map.entry(116, "ESTALE (another one has taken its place)"));

    /** Of a call's result; {@code result} is negative. */
    static Errno of(long result) {
        return new Errno((int) -result);
    }

    /** Whether only a mistake in this package can cause it; everything else is the network's or the host's. */
    boolean isOurMistake() {
        return number == EBADF.number
                || number == EFAULT.number
                || number == EINVAL.number
                || number == ENOTSOCK.number;
    }

    /** Name and meaning, as in {@code EADDRINUSE (address already in use)}. */
    @Override
    public String toString() {
        return TEXTS.getOrDefault(number, "errno " + number);
    }
}
