package org.portmapper.kernel;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The user who sent a datagram over the loopback interface, known without a race: as the datagram leaves, a small program
 * in the kernel writes the user of its socket into its mark (SO_MARK of socket(7)), which {@link UdpSocket} receives. The
 * user is the one who opened the socket. It works for as long as this is open, and this process lives.
 *
 * <p>Only holders of CAP_NET_RAW or CAP_NET_ADMIN in this network namespace can make a mark up.
 */
public final class SenderMark implements AutoCloseable {

    private static final int MAX_PORT = 65_535;
    private static final String NAME = "sender_mark";

    private final Descriptor link;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SenderMark(Descriptor link) {
        this.link = link;
    }

    /**
     * Marks what is sent to UDP {@code port}, 1 to 65,535, over the loopback interface of this network namespace.
     *
     * @throws ErrnoException EPERM without CAP_BPF and CAP_NET_ADMIN, EINVAL or ENOSYS before Linux 6.6
     */
    public static SenderMark attach(int port) throws ErrnoException {
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to " + MAX_PORT + ")");
        }
        try {
            return attach(SenderMarkProgram.forPort(port));
        } catch (ErrnoException e) {
            throw new ErrnoException("mark the senders of datagrams (expected: " + needed(e.errno()) + ")", e.errno());
        }
    }

    private static SenderMark attach(BpfProgram senderMark) throws ErrnoException {
        Descriptor program = senderMark.load(NAME);
        try {
            if (!UserNamespace.ownsTheNetwork()) {
                // The program would tell uids as that other user namespace counts them: its root as ours.
                throw new ErrnoException("mark senders in the network of another user namespace", Errno.EPERM);
            }
            return new SenderMark(BpfProgram.linkToEgress(program, LoopbackInterface.INDEX));
        } finally {
            program.close();
        }
    }

    private static String needed(Errno errno) {
        return errno.equals(Errno.EPERM) || errno.equals(Errno.EACCES)
                ? "CAP_BPF and CAP_NET_ADMIN, in a network namespace of this user namespace"
                : "Linux 6.6 or later with BPF";
    }

    /**
     * Who sent a datagram to the port: 0 to 4,294,967,294. Empty where nothing proves it: the datagram came in on another
     * interface or between other than loopback addresses, was sent to many, came in fragments, or nobody marked it.
     */
    public OptionalLong uidOf(Datagram datagram) {
        return closed.get() || !datagram.isOverLoopback() ? OptionalLong.empty() : uid(datagram.mark());
    }

    /** @param mark as the program wrote it; 0 for none */
    static OptionalLong uid(int mark) {
        int uid = (mark ^ SenderMarkProgram.TAG) - 1;
        boolean nobody = mark == 0 || uid == -1;
        return nobody ? OptionalLong.empty() : OptionalLong.of(Integer.toUnsignedLong(uid));
    }

    /** Takes the program off the interface. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            link.close();
        }
    }
}
