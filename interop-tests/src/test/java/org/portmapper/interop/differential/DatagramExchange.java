package org.portmapper.interop.differential;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.portmapper.rpc.xdr.Opaque;

/** Plays a step over UDP: fills the receiver's memory, sends the datagrams and a NULL call behind, gathers what comes. */
final class DatagramExchange implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 65_535;

    private final DatagramChannel channel;
    private final Selector selector;
    private final InetSocketAddress subject;
    private final List<Outcome.Reply> replies = new ArrayList<>();
    private boolean nullAnswered;

    private DatagramExchange(Caller caller) throws IOException {
        this.channel = Sockets.openDatagram(caller);
        this.selector = Selector.open();
        this.subject = Sockets.destination(caller);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    static Outcome play(Step step) throws IOException {
        try (DatagramExchange exchange = new DatagramExchange(step.caller())) {
            return exchange.exchange(step);
        }
    }

    private Outcome exchange(Step step) throws IOException {
        send(Messages.fill());
        for (Opaque piece : step.pieces()) {
            send(piece);
        }
        send(Messages.nullBehind());
        receiveUntil(() -> nullAnswered, new Deadline(Deadline.DEAD));
        // What comes later than the NULL call's answer is late, but it is an answer.
        receiveUntil(() -> replies.size() >= step.pieces().size(), new Deadline(Deadline.grace(step)));
        return new Outcome(replies, nullAnswered ? Outcome.End.OPEN : Outcome.End.DEAD);
    }

    private void send(Opaque datagram) throws IOException {
        channel.send(datagram.toBuffer(), subject);
    }

    private void receiveUntil(BooleanSupplier enough, Deadline deadline) throws IOException {
        while (!enough.getAsBoolean() && !deadline.isOver()) {
            ByteBuffer datagram = ByteBuffer.allocate(LARGEST_DATAGRAM);
            SocketAddress source = channel.receive(datagram);
            if (source == null) {
                selector.select(deadline.millisLeft());
            } else {
                note(Opaque.of(Arrays.copyOf(datagram.array(), datagram.position())), source);
            }
        }
    }

    private void note(Opaque message, SocketAddress source) {
        int xid = message.length() < Integer.BYTES ? 0 : message.toBuffer().getInt();
        if (xid == Messages.NULL_BEHIND_XID) {
            nullAnswered = true;
        } else if (xid != Messages.FILL_XID) {
            replies.add(new Outcome.Reply(message, !source.equals(subject)));
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
