package org.portmapper.kernel;

import static org.portmapper.kernel.ErrnoException.check;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.portmapper.kernel.NetlinkDump.Progress;

/**
 * A connection to the kernel's tables of sockets, for one thread: netlink(7), sock_diag(7). The kernel answers within the
 * call that sends a request, so nothing here ever waits.
 */
final class NetlinkSocket implements AutoCloseable {

    /** No part of a list is larger: netlink_recvmsg() of the kernel. */
    private static final int PART_BYTES = 32 * 1024;

    /** Room for the longest request, that for an internet socket. */
    private static final int REQUEST_BYTES = 128;

    /** A call that does not wait is hardly ever interrupted. */
    private static final int MAX_INTERRUPTIONS = 100;

    /** What may be left of requests that were given up. */
    private static final int MAX_STALE_PARTS = 16;

    /** When as many in a row are disturbed, the next one would be no better. */
    private static final int MAX_DUMPS = 3;

    private static final int NLM_F_REQUEST = 0x1;
    private static final int NLM_F_ACK = 0x4;
    private static final int NLM_F_DUMP = 0x300;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_DONTWAIT = 0x40;

    private final Descriptor descriptor;
    private final NativeMemory request = NativeMemory.in(Arena.ofAuto(), REQUEST_BYTES);
    private final NativeMemory received = NativeMemory.mapped(PART_BYTES);
    private final AtomicBoolean closed = new AtomicBoolean();
    private int sequence;

    private NetlinkSocket(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    static NetlinkSocket open() throws IOException {
        NetlinkSocket socket = new NetlinkSocket(connected());
        try {
            socket.announceRoom();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Connected to the kernel, so that it lets nobody else's messages in. */
    private static Descriptor connected() throws ErrnoException {
        Descriptor descriptor = NetlinkSockaddr.newSocket();
        try {
            NetlinkSockaddr.KERNEL.pass(Syscall.CONNECT, descriptor, "connect to sock_diag");
            return descriptor;
        } catch (ErrnoException e) {
            descriptor.close();
            throw e;
        }
    }

    /**
     * The kernel makes the parts of a list no larger than the largest room for an answer it has seen so far. So a list must
     * not be the first answer, else some thirty sockets would be too many for one part.
     */
    private void announceRoom() throws IOException {
        int number = send(NetlinkMessage.HEADER_BYTES, NetlinkMessage.NLMSG_NOOP, NLM_F_REQUEST | NLM_F_ACK);
        Optional<Errno> refusal = answer(number).status();
        if (refusal.isPresent()) {
            throw new ErrnoException("reach sock_diag", refusal.get());
        }
    }

    /** Where to write a request: its payload from {@link NetlinkMessage#HEADER_BYTES} on. */
    ByteBuffer request() {
        return request.bytes();
    }

    /**
     * Sends a request for one socket; {@code length} includes the header.
     *
     * @return the answer, good until the next request; empty if there is no such socket (ENOENT), or another in its place
     *     (ESTALE)
     * @throws ErrnoException another refusal
     * @throws SocketTableException the answer is malformed
     */
    Optional<NetlinkMessage> ask(int length) throws IOException {
        NetlinkMessage answer = answer(send(length, NetlinkMessage.SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST));
        if (answer.type() == NetlinkMessage.SOCK_DIAG_BY_FAMILY) {
            return Optional.of(answer);
        }
        Errno refusal = answer.status().orElseThrow(answer::unexpected);
        if (refusal.equals(Errno.ENOENT) || refusal.equals(Errno.ESTALE)) {
            return Optional.empty();
        }
        throw new ErrnoException("look up a socket", refusal);
    }

    /**
     * Sends a request for all sockets of a kind; {@code length} includes the header. Those of one port that come in one
     * part are of one moment; between parts, some may escape.
     *
     * @param maxParts how many parts may have sockets
     * @throws ErrnoException the kernel refused it
     * @throws SocketTableException there are more sockets than that, or a message is malformed
     */
    <T> List<T> list(int length, int maxParts, NetlinkDump.Reader<T> reader) throws IOException {
        for (int i = 0; i < MAX_DUMPS; i++) {
            int number = send(length, NetlinkMessage.SOCK_DIAG_BY_FAMILY, NLM_F_REQUEST | NLM_F_DUMP);
            NetlinkDump<T> dump = new NetlinkDump<>(number, maxParts, reader);
            if (isComplete(dump, maxParts + MAX_STALE_PARTS)) {
                return dump.found();
            }
        }
        throw new SocketTableException("list of sockets: disturbed " + MAX_DUMPS + " times (expected: complete)");
    }

    private boolean isComplete(NetlinkDump<?> dump, int maxParts) throws IOException {
        Progress progress = Progress.MORE;
        try {
            for (int i = 0; i <= maxParts && progress == Progress.MORE; i++) {
                progress = dump.take(received.bytes(), receive());
            }
            return progress == Progress.COMPLETE;
        } finally {
            if (progress != Progress.COMPLETE) {
                startAnew();
            }
        }
    }

    /** Until a list has been read to its end the kernel makes no other on this socket, and there is no call to end it. */
    private void startAnew() throws IOException {
        Descriptor fresh = connected();
        try {
            descriptor.becomeDuplicateOf(fresh);
        } finally {
            fresh.close();
        }
        announceRoom();
    }

    private NetlinkMessage answer(int number) throws IOException {
        for (int i = 0; i <= MAX_STALE_PARTS; i++) {
            NetlinkMessage message = NetlinkMessage.read(received.bytes(), 0, receive());
            if (message.sequence() == number) {
                return message;
            }
        }
        throw new SocketTableException("sock_diag: answers to other requests only (expected: one to ours)");
    }

    /** @return the request's number, which its answers bear */
    private int send(int length, int type, int flags) throws ErrnoException {
        sequence++;
        NetlinkMessage.writeHeader(request.bytes(), length, type, flags, sequence);
        check(transfer(Syscall.SENDTO, request, length, MSG_DONTWAIT), "send to sock_diag");
        return sequence;
    }

    /** @return where it ends */
    private int receive() throws IOException {
        long result = transfer(Syscall.RECVFROM, received, PART_BYTES, MSG_DONTWAIT | MSG_TRUNC);
        check(result, "receive from sock_diag");
        if (result > PART_BYTES) {
            throw new SocketTableException(
                    "netlink message: " + result + " bytes (expected: at most " + PART_BYTES + ")");
        }
        return (int) result;
    }

    private long transfer(Syscall call, NativeMemory memory, int length, int flags) {
        long result = call.call(fd(), memory.address(0), length, flags, 0);
        for (int i = 0; i < MAX_INTERRUPTIONS && result == -Errno.EINTR.number(); i++) {
            result = call.call(fd(), memory.address(0), length, flags, 0);
        }
        return result;
    }

    private int fd() {
        if (closed.get()) {
            // The number may already belong to something else.
            throw new IllegalStateException("table of sockets: closed (expected: open)");
        }
        return descriptor.number();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            descriptor.close();
        }
    }
}
