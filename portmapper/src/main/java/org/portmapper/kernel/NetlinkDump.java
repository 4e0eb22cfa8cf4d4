package org.portmapper.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An answer that lists all sockets of a kind, as its parts come in: NLM_F_DUMP of netlink(7).
 *
 * @param <T> what is wanted of each
 */
final class NetlinkDump<T> {

    private static final int NLM_F_DUMP_INTR = 0x10;

    private final int sequence;
    private final int maxParts;
    private final Reader<T> reader;
    private final List<T> found = new ArrayList<>();
    private int parts;

    /** Takes what is wanted from one message, if anything is. */
    @FunctionalInterface
    interface Reader<T> {
        Optional<T> read(NetlinkMessage message) throws SocketTableException;
    }

    /** How far it has come; a disturbed one has to be asked for again. */
    enum Progress {
        MORE,
        COMPLETE,
        DISTURBED
    }

    /**
     * The answer to a request.
     *
     * @param sequence the request's number
     * @param maxParts how many parts may have sockets
     */
    NetlinkDump(int sequence, int maxParts, Reader<T> reader) {
        this.sequence = sequence;
        this.maxParts = maxParts;
        this.reader = reader;
    }

    List<T> found() {
        return found;
    }

    /** Takes in a part that ends at {@code end}; one that answers another request is passed over. */
    Progress take(ByteBuffer part, int end) throws IOException {
        if (NetlinkMessage.read(part, 0, end).sequence() != sequence) {
            return Progress.MORE;
        }
        parts++;
        int at = 0;
        while (at < end) {
            NetlinkMessage message = NetlinkMessage.read(part, at, end);
            if (message.hasFlag(NLM_F_DUMP_INTR)) {
                return Progress.DISTURBED;
            }
            if (message.type() != NetlinkMessage.SOCK_DIAG_BY_FAMILY) {
                return ending(message);
            }
            takeSocket(message);
            at = message.next();
        }
        return Progress.MORE;
    }

    private void takeSocket(NetlinkMessage message) throws SocketTableException {
        if (parts > maxParts) {
            throw new SocketTableException("list of sockets: more than " + maxParts
                    + " parts (expected: fewer sockets, so that all can be looked at)");
        }
        reader.read(message).ifPresent(found::add);
    }

    private static Progress ending(NetlinkMessage message) throws IOException {
        if (message.type() == NetlinkMessage.NLMSG_DONE && message.status().isEmpty()) {
            return Progress.COMPLETE;
        }
        Errno refusal = message.status().orElseThrow(message::unexpected);
        if (refusal.equals(Errno.EBUSY)) {
            return Progress.DISTURBED; // by an earlier one on the same socket that was given up
        }
        throw new ErrnoException("list sockets", refusal);
    }
}
