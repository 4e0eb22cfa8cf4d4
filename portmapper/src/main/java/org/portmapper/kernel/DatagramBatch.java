package org.portmapper.kernel;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Receives many datagrams by one call and sends their replies by another: recvmmsg(2), sendmmsg(2). One batch serves all
 * sockets of an event loop in turn, because each is handled completely before the next. For one thread.
 *
 * <pre>{@code
 * int received = batch.receive(socket);
 * for (int i = 0; i < received; i++) {
 *     batch.datagram(i).reply(answerTo(batch.datagram(i)));
 * }
 * batch.flush();
 * }</pre>
 */
public final class DatagramBatch {

    /** Datagrams in a batch: enough to make the system calls cheap, too few to keep the other sockets waiting. */
    public static final int CAPACITY = 32;

    /** The longest payload in bytes: above what UDP carries over IPv4 (65,507) and IPv6 (65,527), so nothing is cut. */
    public static final int MAX_PAYLOAD = 65_535;

    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private final int capacity;
    private final DatagramPlaces places;
    private final List<Datagram> datagrams;
    /** Whose memory each staged reply points to. */
    private final int[] elementOf;

    private @Nullable UdpSocket socket;
    private int received;
    private int staged;
    private @Nullable Errno lastError;

    public DatagramBatch() {
        this(CAPACITY, MAX_PAYLOAD);
    }

    DatagramBatch(int capacity, int payloadLimit) {
        this.capacity = capacity;
        this.places = new DatagramPlaces(capacity, payloadLimit);
        this.datagrams = new ArrayList<>(capacity);
        this.elementOf = new int[capacity];
        Arrays.fill(elementOf, -1);
        for (int element = 0; element < capacity; element++) {
            datagrams.add(new Datagram(this, places, element));
        }
    }

    /**
     * Takes what has arrived at {@code from}, without waiting. Replies staged and not flushed are discarded.
     *
     * @return how many datagrams, 0 to {@link #CAPACITY}; at the capacity there may be more to receive
     */
    public int receive(UdpSocket from) {
        restorePlaces();
        socket = from;
        long result = Syscall.RECVMMSG.call(from.fd(), places.incoming().address(0), capacity, MSG_DONTWAIT, 0);
        received = result < 0 ? nothing(from, Errno.of(result)) : (int) result;
        for (int element = 0; element < received; element++) {
            datagrams.get(element).arrived(places.incoming());
        }
        return received;
    }

    private void restorePlaces() {
        for (int element = 0; element < received; element++) {
            places.incoming().restore(element, InetSockaddr.BYTES, PacketDestination.CONTROL_BYTES);
        }
        received = 0;
        staged = 0;
    }

    private static int nothing(UdpSocket from, Errno errno) {
        if (errno.isOurMistake()) {
            throw new IllegalStateException("recvmmsg on descriptor " + from.fd() + ": " + errno);
        }
        return 0;
    }

    /** The datagram at {@code index}, 0 to the number received less 1. */
    public Datagram datagram(int index) {
        if (index >= received) {
            throw new IndexOutOfBoundsException("datagram: " + index + " (expected: less than " + received + ")");
        }
        return datagrams.get(index);
    }

    void stage(Datagram datagram, int element, int length) {
        MessageVector outgoing = places.outgoing();
        if (elementOf[staged] != element) {
            // Where nearly all datagrams are answered, each reply is staged where the one before it was.
            elementOf[staged] = element;
            outgoing.pointTo(staged, places.name(element), places.payload(element), places.replyControl(element));
        }
        outgoing.nameLength(staged, places.incoming().nameLength(element));
        outgoing.payloadLength(staged, length);
        outgoing.controlLength(staged, datagram.writeReplyControl(places.replyControl(element)));
        staged++;
    }

    /**
     * Sends the staged replies, without waiting. One that the kernel refuses is dropped, as a network might drop it: its
     * peer asks again.
     *
     * @return how many were dropped; {@link #lastError} says why
     */
    public int flush() {
        int dropped = 0;
        int next = 0;
        while (next < staged) {
            long sent = send(next, staged - next);
            if (sent > 0) {
                next += (int) sent;
            } else {
                lastError = Errno.of(sent);
                dropped++;
                next++;
            }
        }
        staged = 0;
        return dropped;
    }

    private long send(int first, int count) {
        if (socket == null) {
            throw new IllegalStateException("flush before receive");
        }
        long address = places.outgoing().address(first);
        try {
            return Syscall.SENDMMSG.call(socket.fd(), address, count, MSG_DONTWAIT | MSG_NOSIGNAL, 0);
        } finally {
            Reference.reachabilityFence(places); // the kernel reads its memory, which is given back with it
        }
    }

    /** Why the latest dropped reply was dropped. */
    public Optional<Errno> lastError() {
        return Optional.ofNullable(lastError);
    }
}
