package org.portmapper.kernel;

import static org.portmapper.kernel.AddressFamily.AF_INET;
import static org.portmapper.kernel.AddressFamily.AF_INET6;
import static org.portmapper.kernel.Descriptor.IPV6_V6ONLY;
import static org.portmapper.kernel.Descriptor.SOL_IP;
import static org.portmapper.kernel.Descriptor.SOL_IPV6;

import java.lang.foreign.Arena;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A UDP socket that knows which address each datagram was sent to: non-blocking, IPv4 or IPv6, udp(7). {@link
 * DatagramBatch} receives from it and answers. For one thread, which also closes it.
 */
public final class UdpSocket implements AutoCloseable {

    private static final int IPV6_RECVPKTINFO = 49;
    private static final int IPV6_JOIN_GROUP = 20;
    private static final int IPV6_MREQ_BYTES = 20;
    private static final int SO_RCVMARK = 75;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private final Descriptor descriptor;
    private final int family;
    private final boolean tellsMarks;
    private final AtomicBoolean closed = new AtomicBoolean();

    private UdpSocket(Descriptor descriptor, int family) throws ErrnoException {
        this.descriptor = descriptor;
        this.family = family;
        tellDestinations(descriptor, family);
        this.tellsMarks = tellMarks(descriptor);
    }

    /**
     * A new socket at {@code address}; port 0 lets the kernel choose. An IPv6 socket serves IPv6 only.
     *
     * @throws ErrnoException EADDRINUSE, EACCES, EADDRNOTAVAIL or EAFNOSUPPORT, or another refusal of the kernel
     */
    public static UdpSocket bind(InetSocketAddress address) throws ErrnoException {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address: " + address + " (expected: a resolved address)");
        }
        int family = AddressFamily.of(address.getAddress());
        Descriptor descriptor = Descriptor.socket(family, SocketType.DATAGRAM);
        try {
            if (family == AF_INET6) {
                descriptor.changeOption(SOL_IPV6, IPV6_V6ONLY, 1);
            }
            UdpSocket socket = new UdpSocket(descriptor, family);
            descriptor.bind(family, address);
            return socket;
        } catch (ErrnoException e) {
            descriptor.close();
            throw e;
        }
    }

    /**
     * The UDP socket that this process inherited as {@code fd}, dual-stack ones included. It is left open on failure.
     *
     * @throws ErrnoException EBADF or ENOTSOCK; EAFNOSUPPORT when it is a socket, but not for UDP
     */
    public static UdpSocket adopt(int fd) throws ErrnoException {
        Descriptor descriptor = new Descriptor(fd);
        int family = descriptor.option(Descriptor.SOL_SOCKET, Descriptor.SO_DOMAIN);
        int type = descriptor.option(Descriptor.SOL_SOCKET, Descriptor.SO_TYPE);
        boolean inet = family == AF_INET || family == AF_INET6;
        if (!inet || SocketType.of(type) != SocketType.DATAGRAM) {
            throw new ErrnoException("adopt descriptor " + fd + " as a UDP socket", Errno.EAFNOSUPPORT);
        }
        descriptor.becomeNonBlockingAndCloseOnExec();
        return new UdpSocket(descriptor, family);
    }

    private static void tellDestinations(Descriptor descriptor, int family) throws ErrnoException {
        if (family == AF_INET) {
            descriptor.changeOption(SOL_IP, ControlMessage.IP_PKTINFO, 1);
            return;
        }
        descriptor.changeOption(SOL_IPV6, IPV6_RECVPKTINFO, 1);
        boolean dualStack = descriptor.option(SOL_IPV6, IPV6_V6ONLY) == 0;
        if (dualStack) {
            descriptor.changeOption(SOL_IP, ControlMessage.IP_PKTINFO, 1);
        }
    }

    private static boolean tellMarks(Descriptor descriptor) {
        try {
            descriptor.changeOption(Descriptor.SOL_SOCKET, SO_RCVMARK, 1);
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    /** Whether the kernel tells the marks that {@link SenderMark} reads: from Linux 5.19 on. */
    public boolean tellsMarks() {
        return tellsMarks;
    }

    /** Receives what is sent to {@code group} on an interface, RFC 3493 section 5.2. */
    public void joinGroup(Inet6Address group, int interfaceIndex) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory membership = NativeMemory.in(arena, IPV6_MREQ_BYTES);
            InetSockaddr.writeIpv6Address(membership.bytes(), 0, group);
            membership.bytes().putInt(InetSockaddr.IPV6_ADDRESS_BYTES, interfaceIndex);
            descriptor.changeOption(SOL_IPV6, IPV6_JOIN_GROUP, membership, IPV6_MREQ_BYTES);
        }
    }

    /** Where it is bound, with the port that the kernel chose. */
    public InetSocketAddress localAddress() throws ErrnoException {
        return descriptor.inetAddress();
    }

    /** The descriptor, for an event loop to watch. */
    public int fd() {
        if (closed.get()) {
            // The number may already belong to something else.
            throw new IllegalStateException("UDP socket: closed (expected: open)");
        }
        return descriptor.number();
    }

    /**
     * Sends the remaining bytes of {@code payload} along {@code path}, without waiting.
     *
     * @return why the kernel refused it; empty when it is on its way
     */
    public Optional<Errno> send(ReplyPath path, ByteBuffer payload) {
        int length = payload.remaining();
        int name = MessageVector.bytes(1);
        int control = name + InetSockaddr.BYTES + Integer.BYTES;
        int bytes = control + ControlMessage.MAX_PKTINFO_BYTES;
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory memory = NativeMemory.in(arena, bytes + length);
            MessageVector message = new MessageVector(memory, 0, 1);
            message.name(0, name, InetSockaddr.write(memory.bytes(), name, family, path.peer()));
            message.control(0, control, ControlMessage.write(memory.bytes(), control, path));
            message.payload(0, bytes, length);
            memory.bytes().put(bytes, payload, payload.position(), length);
            payload.position(payload.limit());
            long sent = Syscall.SENDMSG.call(fd(), message.address(0), MSG_DONTWAIT | MSG_NOSIGNAL);
            return sent < 0 ? Optional.of(Errno.of(sent)) : Optional.empty();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            descriptor.close();
        }
    }
}
