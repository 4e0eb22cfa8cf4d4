package org.portmapper.kernel;

import static org.portmapper.kernel.AddressFamily.AF_INET6;
import static org.portmapper.kernel.AddressFamily.AF_UNIX;
import static org.portmapper.kernel.ErrnoException.check;

import java.lang.foreign.Arena;
import java.net.InetSocketAddress;

/** A socket's file descriptor and the calls that every kind of socket needs. */
record Descriptor(int number) {

    static final int SOL_SOCKET = 1;
    static final int SOL_IP = 0;
    static final int SOL_IPV6 = 41;
    static final int SO_TYPE = 3;
    static final int SO_PEERCRED = 17;
    static final int SO_SNDTIMEO = 21;
    static final int SO_ACCEPTCONN = 30;
    static final int SO_DOMAIN = 39;
    static final int IPV6_V6ONLY = 26;
    static final int O_CLOEXEC = 0x80000;

    private static final int SOCK_NONBLOCK = 0x800;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int F_SETFD = 2;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int FD_CLOEXEC = 1;
    private static final int O_NONBLOCK = 0x800;
    private static final int SOCKADDR_STORAGE_BYTES = 128;
    private static final int TIMEVAL_BYTES = 16;

    /** A new socket: non-blocking, closed on exec. */
    static Descriptor socket(int family, SocketType type) throws ErrnoException {
        return socket(family, type, 0);
    }

    /** The same for a family with more than one protocol, such as netlink(7). */
    static Descriptor socket(int family, SocketType type, int protocol) throws ErrnoException {
        return open(family, type.number() | SOCK_NONBLOCK | SOCK_CLOEXEC, protocol);
    }

    /** A new socket that waits when it sends, up to {@code seconds}; closed on exec. */
    static Descriptor waitingSocket(int family, SocketType type, int seconds) throws ErrnoException {
        Descriptor descriptor = open(family, type.number() | SOCK_CLOEXEC, 0);
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory timeval = NativeMemory.in(arena, TIMEVAL_BYTES);
            timeval.bytes().putLong(0, seconds);
            descriptor.changeOption(SOL_SOCKET, SO_SNDTIMEO, timeval, TIMEVAL_BYTES);
        }
        return descriptor;
    }

    private static Descriptor open(int family, int typeAndFlags, int protocol) throws ErrnoException {
        long number = Syscall.SOCKET.call(family, typeAndFlags, protocol);
        return new Descriptor((int) check(number, "create a socket"));
    }

    /** The value of an int option. */
    int option(int level, int name) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory value = NativeMemory.in(arena, Integer.BYTES);
            option(level, name, value, Integer.BYTES);
            return value.bytes().getInt(0);
        }
    }

    /** Reads an option of {@code length} bytes into {@code value}. */
    void option(int level, int name, NativeMemory value, int length) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory valueLength = NativeMemory.in(arena, Integer.BYTES);
            valueLength.bytes().putInt(0, length);
            long result = Syscall.GETSOCKOPT.call(number, level, name, value.address(0), valueLength.address(0));
            check(result, "get a socket option", number);
        }
    }

    void changeOption(int level, int name, int value) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory memory = NativeMemory.in(arena, Integer.BYTES);
            memory.bytes().putInt(0, value);
            changeOption(level, name, memory, Integer.BYTES);
        }
    }

    void changeOption(int level, int name, NativeMemory value, int length) throws ErrnoException {
        long result = Syscall.SETSOCKOPT.call(number, level, name, value.address(0), length);
        check(result, "change a socket option", number);
    }

    /** For a descriptor that somebody else opened: O_NONBLOCK and FD_CLOEXEC, fcntl(2). */
    void becomeNonBlockingAndCloseOnExec() throws ErrnoException {
        long flags = check(Syscall.FCNTL.call(number, F_GETFL, 0), "change the flags", number);
        check(Syscall.FCNTL.call(number, F_SETFL, flags | O_NONBLOCK), "change the flags", number);
        check(Syscall.FCNTL.call(number, F_SETFD, FD_CLOEXEC), "change the flags", number);
    }

    void bind(int family, InetSocketAddress address) throws ErrnoException {
        withSockaddr(Syscall.BIND, family, address, "bind ");
    }

    void connect(int family, InetSocketAddress address) throws ErrnoException {
        withSockaddr(Syscall.CONNECT, family, address, "connect ");
    }

    private void withSockaddr(Syscall call, int family, InetSocketAddress address, String attempt)
            throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory sockaddr = NativeMemory.in(arena, InetSockaddr.BYTES);
            int length = InetSockaddr.write(sockaddr.bytes(), 0, family, address);
            long result = call.call(number, sockaddr.address(0), length);
            if (result < 0) {
                throw new ErrnoException(attempt + InetSockaddr.text(address), Errno.of(result));
            }
        }
    }

    /** Makes this number mean what {@code other} means, which is as good as closing what it meant: dup(2). */
    void becomeDuplicateOf(Descriptor other) throws ErrnoException {
        check(Syscall.DUP3.call(other.number, number, O_CLOEXEC), "replace what is open", number);
    }

    /** The local address of an IPv4 or IPv6 socket, getsockname(2). */
    InetSocketAddress inetAddress() throws ErrnoException {
        return switch (boundAddress()) {
            case BoundAddress.Inet inet -> inet.address();
            case BoundAddress other ->
                throw new ErrnoException(
                        "get the internet address of descriptor " + number + " bound to " + other, Errno.EAFNOSUPPORT);
        };
    }

    BoundAddress boundAddress() throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory sockaddr = NativeMemory.in(arena, SOCKADDR_STORAGE_BYTES);
            NativeMemory length = NativeMemory.in(arena, Integer.BYTES);
            length.bytes().putInt(0, SOCKADDR_STORAGE_BYTES);
            long result = Syscall.GETSOCKNAME.call(number, sockaddr.address(0), length.address(0));
            check(result, "get the address", number);
            return boundAddress(sockaddr, length.bytes().getInt(0));
        }
    }

    private BoundAddress boundAddress(NativeMemory sockaddr, int length) throws ErrnoException {
        int family = sockaddr.bytes().getShort(0);
        return switch (family) {
            case AddressFamily.AF_INET -> new BoundAddress.Inet(InetSockaddr.read(sockaddr.bytes(), 0), false);
            case AF_INET6 ->
                new BoundAddress.Inet(InetSockaddr.read(sockaddr.bytes(), 0), option(SOL_IPV6, IPV6_V6ONLY) != 0);
            case AF_UNIX -> LocalSockaddr.read(sockaddr.bytes(), 0, length);
            default -> new BoundAddress.OtherFamily(family);
        };
    }

    /** The descriptor is free afterwards whatever the kernel answers, close(2). */
    void close() {
        Syscall.CLOSE.call(number);
    }
}
