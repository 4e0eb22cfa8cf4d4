package org.portmapper.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ScheduledFuture;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.xdr.XdrException;

/** A connection to the daemon, TCP or local. */
final class Connection implements AutoCloseable {
    private final SocketChannel channel;
    private final ScheduledFuture<?> end;
    private final ByteBuffer received = ByteBuffer.allocate(16_384);

    Connection(SocketAddress daemon, Hang hang) throws IOException {
        channel = SocketChannel.open(daemon);
        end = hang.watch(channel);
        if (!(daemon instanceof UnixDomainSocketAddress)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            // No port is kept for a minute after each of many thousand connections.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    /** Sends some bytes; false where the daemon takes no more. */
    boolean send(byte[] bytes, int from, int to) throws IOException {
        try {
            ByteBuffer part = ByteBuffer.wrap(bytes, from, to - from);
            while (part.hasRemaining()) {
                channel.write(part);
            }
            return true;
        } catch (IOException e) {
            requireNoHang(e);
            return false;
        }
    }

    /** Everything that the daemon sends up to its end, after nothing more comes to it. */
    byte[] rest() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            channel.shutdownOutput();
            while (channel.read(received.clear()) >= 0) {
                all.write(received.array(), 0, received.position());
            }
        } catch (IOException e) {
            requireNoHang(e);
        }
        return all.toByteArray();
    }

    /** A daemon that closes is right to, and one that says nothing for a minute is not. */
    private void requireNoHang(IOException e) throws IOException {
        if (end.isDone()) {
            throw new IOException("the daemon hangs", e);
        }
    }

    /** The reply to a call, on a connection that makes sense. */
    RpcReply ask(ByteBuffer call) {
        try {
            byte[] record = Framing.whole(call);
            send(record, 0, record.length);
            return RpcReply.read(readRecord());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XdrException e) {
            throw new AssertionError("no reply", e);
        }
    }

    private ByteBuffer readRecord() throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        int header;
        do {
            header = exactly(4).getInt();
            record.writeBytes(exactly(header & 0x7fff_ffff).array());
        } while (header >= 0);
        return ByteBuffer.wrap(record.toByteArray());
    }

    private ByteBuffer exactly(int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("the daemon ends a connection that makes sense");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        end.cancel(false);
        channel.close();
    }
}
