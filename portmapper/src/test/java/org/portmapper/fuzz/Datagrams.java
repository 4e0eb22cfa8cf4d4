package org.portmapper.fuzz;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.xdr.Opaque;

/** Datagrams to the daemon, a few at a time: behind them a call that makes sense, whose reply says that they are done with. */
final class Datagrams implements AutoCloseable {
    /** So many fit into a socket's buffer. */
    static final int TOGETHER = 32;

    private static final int ATTEMPTS = 100;
    private static final int PATIENCE_MILLIS = 600;

    private final DatagramChannel channel;
    private final Selector selector = Selector.open();
    private final Replies replies;
    private final ByteBuffer received = ByteBuffer.allocate(65_536);

    Datagrams(InetSocketAddress daemon, Replies replies) throws IOException {
        this.replies = replies;
        channel = DatagramChannel.open().connect(daemon);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
    }

    void send(byte[] message) throws IOException {
        replies.number(message);
        channel.write(ByteBuffer.wrap(message));
    }

    /** Waits until the daemon has answered what was sent; a call whose reply was lost is made again. */
    void settle() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            byte[] call = RpcCall.anonymous(0, new Procedure(100_000, 4, 0), Opaque.EMPTY)
                    .toBuffer()
                    .array();
            send(call);
            if (cameUpTo(replies.last())) {
                return;
            }
        }
        throw new AssertionError("the daemon answers no datagrams any more");
    }

    private boolean cameUpTo(int xid) throws IOException {
        long patience = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (System.nanoTime() < patience) {
            selector.select(key -> {}, PATIENCE_MILLIS);
            while (channel.read(received.clear()) > 0) {
                if (replies.take(received.flip()) == xid) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
