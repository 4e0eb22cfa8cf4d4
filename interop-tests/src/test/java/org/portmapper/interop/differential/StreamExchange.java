package org.portmapper.interop.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.portmapper.rpc.xdr.Opaque;

/** Plays a step over TCP or the local socket: writes the pieces and a NULL call behind, gathers the records that come. */
final class StreamExchange implements AutoCloseable {
    private static final int LAST_FRAGMENT = 0x8000_0000;
    private static final int BUFFER = 65_536;

    private final SocketChannel channel;
    private final Selector selector;
    private final RecordReader records = new RecordReader();
    private final List<Outcome.Reply> replies = new ArrayList<>();
    private boolean nullAnswered;
    private boolean closed;
    private boolean refused;

    private StreamExchange(Caller caller) throws IOException {
        this.channel = Sockets.openStream(caller);
        this.selector = Selector.open();
    }

    static Outcome play(Step step) throws IOException {
        try (StreamExchange exchange = new StreamExchange(step.caller())) {
            return exchange.exchange(step);
        }
    }

    private Outcome exchange(Step step) throws IOException {
        step.pieces().forEach(this::write);
        if (step.ending() == Step.Ending.HALF_CLOSE) {
            shutdownOutput();
        } else {
            write(Messages.record(Messages.nullBehind()));
        }
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        readUntil(() -> nullAnswered, new Deadline(Deadline.DEAD));
        readUntil(() -> !replies.isEmpty(), new Deadline(Deadline.grace(step)));
        return new Outcome(replies, end());
    }

    private Outcome.End end() {
        if (closed) {
            return Outcome.End.CLOSED;
        }
        return nullAnswered ? Outcome.End.OPEN : Outcome.End.DEAD;
    }

    /** Writes one piece; where the subject has closed already, what it answered before can still be read. */
    private void write(Opaque piece) {
        try {
            ByteBuffer bytes = piece.toBuffer();
            while (!refused && bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            refused = true;
        }
    }

    private void shutdownOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            refused = true;
        }
    }

    private void readUntil(BooleanSupplier enough, Deadline deadline) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        while (!closed && !enough.getAsBoolean() && !deadline.isOver()) {
            int count = readSome(bytes.clear());
            if (count < 0) {
                closed = true;
            } else if (count == 0) {
                selector.select(deadline.millisLeft());
            } else {
                records.append(bytes.array(), count).forEach(this::note);
            }
        }
    }

    /** A connection that was reset is closed too. */
    private int readSome(ByteBuffer bytes) {
        try {
            return channel.read(bytes);
        } catch (IOException e) {
            return -1;
        }
    }

    private void note(Opaque message) {
        if (message.length() >= Integer.BYTES && message.toBuffer().getInt() == Messages.NULL_BEHIND_XID) {
            nullAnswered = true;
        } else {
            replies.add(new Outcome.Reply(message, false));
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }

    /** Puts messages together from fragments, RFC 5531 section 11. */
    private static final class RecordReader {
        private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        /** The messages that are complete with these bytes. */
        List<Opaque> append(byte[] bytes, int count) {
            unread.write(bytes, 0, count);
            ByteBuffer buffer = ByteBuffer.wrap(unread.toByteArray());
            List<Opaque> messages = new ArrayList<>();
            while (buffer.remaining() >= Integer.BYTES) {
                int mark = buffer.getInt(buffer.position());
                int length = mark & ~LAST_FRAGMENT;
                if (buffer.remaining() - Integer.BYTES < length) {
                    break;
                }
                message.write(buffer.array(), buffer.position() + Integer.BYTES, length);
                buffer.position(buffer.position() + Integer.BYTES + length);
                if ((mark & LAST_FRAGMENT) != 0) {
                    messages.add(Opaque.of(message.toByteArray()));
                    message.reset();
                }
            }
            unread.reset();
            unread.write(buffer.array(), buffer.position(), buffer.remaining());
            return messages;
        }
    }
}
