package org.portmapper.kernel;

import static org.portmapper.kernel.AddressFamily.AF_INET6;
import static org.portmapper.kernel.AddressFamily.AF_UNIX;

import java.lang.foreign.Arena;
import java.net.InetSocketAddress;

/** A new socket that accepts connections, tcp(7) or unix(7), for an event loop to take over by its descriptor. */
public record ListeningSocket(int fd) {
    /** Connections that wait to be accepted; the kernel cuts it to net.core.somaxconn. */
    private static final int BACKLOG = 4096;

    private static final int SO_REUSEADDR = 2;

    /**
     * A TCP socket at {@code address}; port 0 lets the kernel choose. An IPv6 socket serves IPv6 only.
     *
     * @throws ErrnoException EADDRINUSE, EACCES, EADDRNOTAVAIL or EAFNOSUPPORT, or another refusal of the kernel
     */
    public static ListeningSocket tcp(InetSocketAddress address) throws ErrnoException {
        int family = AddressFamily.of(address.getAddress());
        Descriptor descriptor = Descriptor.socket(family, SocketType.STREAM);
        try {
            // Connections of a daemon that ended may linger in TIME_WAIT; they must not keep its successor from the
            // port.
            descriptor.changeOption(Descriptor.SOL_SOCKET, SO_REUSEADDR, 1);
            if (family == AF_INET6) {
                descriptor.changeOption(Descriptor.SOL_IPV6, Descriptor.IPV6_V6ONLY, 1);
            }
            descriptor.bind(family, address);
            return listening(descriptor, "listen at " + address);
        } catch (ErrnoException e) {
            descriptor.close();
            throw e;
        }
    }

    /**
     * A local socket at a path, or with an abstract name written with "@" in the place of its NUL.
     *
     * @throws ErrnoException EADDRINUSE where something is there, EACCES or ENOENT for its folder, or another refusal
     */
    public static ListeningSocket local(String name) throws ErrnoException {
        Descriptor descriptor = Descriptor.socket(AF_UNIX, SocketType.STREAM);
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory sockaddr = NativeMemory.in(arena, LocalSockaddr.BYTES);
            int length = name.startsWith("@")
                    ? LocalSockaddr.writeAbstractName(sockaddr.bytes(), 0, name.substring(1))
                    : LocalSockaddr.writePath(sockaddr.bytes(), 0, name);
            long result = Syscall.BIND.call(descriptor.number(), sockaddr.address(0), length);
            ErrnoException.check(result, "bind " + name);
            return listening(descriptor, "listen at " + name);
        } catch (ErrnoException e) {
            descriptor.close();
            throw e;
        }
    }

    private static ListeningSocket listening(Descriptor descriptor, String attempt) throws ErrnoException {
        ErrnoException.check(Syscall.LISTEN.call(descriptor.number(), BACKLOG, 0), attempt);
        return new ListeningSocket(descriptor.number());
    }

    /** Where a TCP socket is bound, with the port that the kernel chose. */
    public InetSocketAddress inetAddress() throws ErrnoException {
        return new Descriptor(fd).inetAddress();
    }

    /** Closes a socket that no event loop has taken over. */
    public void close() {
        new Descriptor(fd).close();
    }
}
