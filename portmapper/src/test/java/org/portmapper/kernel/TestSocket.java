package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.portmapper.kernel.Descriptor.SOL_SOCKET;

import java.lang.foreign.Arena;
import java.net.InetSocketAddress;

/** A socket with the options that the JDK's do not have, and what the kernel itself says which one it is. */
final class TestSocket implements AutoCloseable {
    static final int SO_REUSEADDR = 2;
    static final int SO_REUSEPORT = 15;

    private static final int SO_COOKIE = 57;
    private static final int F_DUPFD = 0;
    private static final Errno EINPROGRESS = new Errno(115);
    private static final int BACKLOG = 16;

    private final Descriptor descriptor;
    private final int family;

    TestSocket(Descriptor descriptor, int family) {
        this.descriptor = descriptor;
        this.family = family;
    }

    static TestSocket unbound(IpProtocol protocol, int family) throws ErrnoException {
        SocketType type = protocol == IpProtocol.TCP ? SocketType.STREAM : SocketType.DATAGRAM;
        return new TestSocket(Descriptor.socket(family, type), family);
    }

    /** Bound, and listening if it is of TCP, with the options of SOL_SOCKET set; an IPv6 socket is dual stack. */
    static TestSocket serving(IpProtocol protocol, InetSocketAddress address, int... options) throws ErrnoException {
        return serving(protocol, AddressFamily.of(address.getAddress()), address, options);
    }

    static TestSocket serving(IpProtocol protocol, int family, InetSocketAddress address, int... options)
            throws ErrnoException {
        TestSocket socket = unbound(protocol, family);
        if (family == AddressFamily.AF_INET6) {
            socket.ipv6Only(false);
        }
        for (int option : options) {
            socket.descriptor.changeOption(SOL_SOCKET, option, 1);
        }
        socket.descriptor.bind(family, address);
        return protocol == IpProtocol.TCP ? socket.listening() : socket;
    }

    TestSocket ipv6Only(boolean only) throws ErrnoException {
        descriptor.changeOption(Descriptor.SOL_IPV6, Descriptor.IPV6_V6ONLY, only ? 1 : 0);
        return this;
    }

    TestSocket listening() throws ErrnoException {
        ErrnoException.check(Syscall.LISTEN.call(descriptor.number(), BACKLOG, 0), "listen");
        return this;
    }

    TestSocket bound(InetSocketAddress address) throws ErrnoException {
        descriptor.bind(family, address);
        return this;
    }

    TestSocket connected(InetSocketAddress address) throws ErrnoException {
        descriptor.connect(family, address);
        return this;
    }

    /** On loopback it is done when it has begun. */
    void beginToConnect(InetSocketAddress address) {
        ErrnoException inProgress = catchThrowableOfType(ErrnoException.class, () -> connected(address));
        assertThat(inProgress.errno()).isEqualTo(EINPROGRESS);
    }

    /** Another descriptor of the same socket. */
    TestSocket duplicate() throws ErrnoException {
        long copy = ErrnoException.check(Syscall.FCNTL.call(descriptor.number(), F_DUPFD, 0), "duplicate");
        return new TestSocket(new Descriptor((int) copy), family);
    }

    InetSocketAddress address() throws ErrnoException {
        return descriptor.inetAddress();
    }

    int port() throws ErrnoException {
        return address().getPort();
    }

    long cookie() throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory value = NativeMemory.in(arena, Long.BYTES);
            descriptor.option(SOL_SOCKET, SO_COOKIE, value, Long.BYTES);
            return value.bytes().getLong(0);
        }
    }

    long inode() throws ErrnoException {
        return FileIdentity.of(descriptor.number()).inode();
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
