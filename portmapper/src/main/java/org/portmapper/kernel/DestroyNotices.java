package org.portmapper.kernel;

import static org.portmapper.kernel.ErrnoException.check;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * The kernel's notices that TCP and UDP sockets of this network namespace were destroyed, as {@code ss --events} shows them:
 * sock_diag(7). Needs no privilege, never waits, and is for one thread.
 *
 * <p>A socket is destroyed when the last descriptor of it is closed, however its processes end. No notice comes when a
 * listening socket is shut down and left open, nor for some of the kernel's own sockets: look at the table from time to
 * time. While somebody subscribes, each socket that is destroyed costs the host some microseconds more, filter or not.
 */
public final class DestroyNotices implements AutoCloseable {

    /** Some thousand notices that wait, should the reader be busy; the kernel cuts it to net.core.rmem_max. */
    private static final int RECEIVE_BUFFER_BYTES = 1 << 20;

    /** So that a storm of notices does not keep the event loop from everything else. */
    static final int MAX_NOTICES_PER_DRAIN = 256;

    /** A notice has about a hundred bytes. */
    private static final int MAX_NOTICE_BYTES = 4096;

    /** SKNLGRP_INET_TCP_DESTROY, _UDP_DESTROY and those of IPv6: groups 1 to 4. */
    private static final NetlinkSockaddr SUBSCRIBER = new NetlinkSockaddr(0xf);

    private static final int SO_RCVBUF = 8;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;

    private final Descriptor descriptor;
    private final NativeMemory received = NativeMemory.in(Arena.ofAuto(), MAX_NOTICE_BYTES);
    private final AtomicBoolean closed = new AtomicBoolean();
    private PortFilter filter = PortFilter.of(Set.of());

    /**
     * What {@link #drain} came by.
     *
     * @param notices how many were handed over
     * @param lost whether some were lost before: then the table must be looked at
     * @param more whether there may be more
     */
    public record Drained(int notices, boolean lost, boolean more) {}

    private DestroyNotices(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Subscribes, to notices of no port at first.
     *
     * @throws ErrnoException if this process may not have netlink sockets, or no more sockets
     */
    public static DestroyNotices open() throws ErrnoException {
        Descriptor descriptor = NetlinkSockaddr.newSocket();
        try {
            DestroyNotices notices = new DestroyNotices(descriptor);
            // Before it subscribes: notices that come through are never taken back.
            notices.filter.attach(descriptor);
            descriptor.changeOption(Descriptor.SOL_SOCKET, SO_RCVBUF, RECEIVE_BUFFER_BYTES);
            SUBSCRIBER.pass(Syscall.BIND, descriptor, "subscribe to ends of sockets");
            return notices;
        } catch (ErrnoException e) {
            descriptor.close();
            throw e;
        }
    }

    /** The descriptor, for an event loop to watch: readable when there are notices, or some were lost. */
    public int fd() {
        if (closed.get()) {
            // The number may already belong to something else.
            throw new IllegalStateException("notices of sockets: closed (expected: open)");
        }
        return descriptor.number();
    }

    /**
     * From now on gives notice of sockets that were bound at one of {@code localPorts}, and with more than {@value
     * PortFilter#MAX_RANGES} ranges of ports of some others too. A socket that is looked up after this call and then closed
     * does not escape. Notices that have come already stay.
     *
     * @throws ErrnoException if the kernel refused the filter; then the one before stays
     */
    public void watch(Set<Integer> localPorts) throws ErrnoException {
        PortFilter wanted = PortFilter.of(localPorts);
        if (!wanted.equals(filter)) {
            wanted.attach(new Descriptor(fd()));
            filter = wanted;
        }
    }

    /**
     * Hands the cookies of destroyed sockets over, at most {@value #MAX_NOTICES_PER_DRAIN}.
     *
     * @throws SocketTableException if a notice is malformed
     * @throws ErrnoException if they cannot be received at all
     */
    public Drained drain(LongConsumer cookies) throws IOException {
        boolean lost = false;
        int notices = 0;
        for (int i = 0; i < MAX_NOTICES_PER_DRAIN; i++) {
            long result =
                    Syscall.RECVFROM.call(fd(), received.address(0), MAX_NOTICE_BYTES, MSG_DONTWAIT | MSG_TRUNC, 0);
            if (result == -Errno.EAGAIN.number()) {
                return new Drained(notices, lost, false);
            }
            if (result == -Errno.ENOBUFS.number()) {
                lost = true;
            } else if (result != -Errno.EINTR.number()) {
                cookies.accept(cookie(check(result, "receive a notice")));
                notices++;
            }
        }
        return new Drained(notices, lost, true);
    }

    private long cookie(long length) throws SocketTableException {
        if (length > MAX_NOTICE_BYTES) {
            throw new SocketTableException("notice: " + length + " bytes (expected: at most " + MAX_NOTICE_BYTES + ")");
        }
        NetlinkMessage notice = NetlinkMessage.read(received.bytes(), 0, (int) length);
        if (notice.type() != NetlinkMessage.SOCK_DIAG_BY_FAMILY) {
            throw notice.unexpected();
        }
        return InetDiagMessage.cookie(notice);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            descriptor.close();
        }
    }
}
