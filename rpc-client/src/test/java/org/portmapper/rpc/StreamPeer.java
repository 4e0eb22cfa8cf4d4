package org.portmapper.rpc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.portmapper.rpc.message.ReceivedMessage;
import org.portmapper.rpc.message.RpcCall;

/** A server on a free TCP port of loopback or on a local socket that talks by a script, with one connection at a time. */
public final class StreamPeer implements AutoCloseable {
    /** What is said on one connection, which is closed when it returns. */
    @FunctionalInterface
    public interface Script {
        /** Talks until it has nothing more to say. */
        void talk(Connection connection) throws IOException;
    }

    /** One connection, with record marking written anew for the tests. */
    public record Connection(SocketChannel channel, DataInputStream input) {
        /** Waits for a call; throws an {@link EOFException} where the client has closed the connection. */
        public RpcCall read() throws IOException {
            return (RpcCall) ReceivedMessage.read(ByteBuffer.wrap(readRecord()));
        }

        private byte[] readRecord() throws IOException {
            try {
                ByteArrayOutputStream record = new ByteArrayOutputStream();
                int header = 0;
                while (header >= 0) {
                    header = input.readInt();
                    record.write(input.readNBytes(header & 0x7fff_ffff));
                }
                return record.toByteArray();
            } catch (IOException e) {
                throw gone(e);
            }
        }

        /** Sends bytes as they are; throws an {@link EOFException} where the client has closed the connection. */
        public void send(ByteBuffer bytes) throws IOException {
            try {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException e) {
                throw gone(e);
            }
        }

        /** A reset or a broken pipe is a client that did not wait for all of the answer; an interrupt stays what it is. */
        private static IOException gone(IOException e) {
            return e instanceof ClosedChannelException ? e : new EOFException(e.getMessage());
        }
    }

    private final ServerSocketChannel server;
    private final PeerThread thread;

    private StreamPeer(ServerSocketChannel server, Script script) {
        this.server = server;
        this.thread = new PeerThread("stream-peer", () -> talk(script));
    }

    /** Listens on a free TCP port. */
    public static StreamPeer onTcp(Script script) throws IOException {
        return new StreamPeer(ServerSocketChannel.open().bind(Loopback.anyPort()), script);
    }

    /** Listens on a local socket. */
    public static StreamPeer onLocal(Path path, Script script) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return new StreamPeer(server.bind(UnixDomainSocketAddress.of(path)), script);
    }

    /** The message as a record of one fragment. */
    public static ByteBuffer record(ByteBuffer message) {
        ByteBuffer record = ByteBuffer.allocate(4 + message.remaining());
        return record.putInt(0x8000_0000 | message.remaining()).put(message).flip();
    }

    private void talk(Script script) throws IOException {
        try (SocketChannel channel = server.accept()) {
            script.talk(new Connection(channel, new DataInputStream(Channels.newInputStream(channel))));
        } catch (EOFException e) {
            // The client has closed the connection; the next one may come.
            return;
        }
    }

    /** Where its TCP port is. */
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) server.getLocalAddress();
    }

    /** Where its local socket is. */
    public Path path() throws IOException {
        return ((UnixDomainSocketAddress) server.getLocalAddress()).getPath();
    }

    @Override
    public void close() throws IOException {
        thread.end();
        server.close();
    }
}
