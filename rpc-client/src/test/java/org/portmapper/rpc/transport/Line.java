package org.portmapper.rpc.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;

/** A transport and the scripted peer at its other end. */
record Line(RpcTransport transport, IntSupplier waitingCalls, Peer peer) implements AutoCloseable {
    /** The other end. */
    interface Peer {
        /** Ends it. */
        void close() throws IOException;
    }

    /** The kinds of transport. */
    enum Kind {
        UDP,
        TCP,
        LOCAL;

        /** A line whose peer answers each call with these messages: as datagrams, or as records of one fragment each. */
        Line open(Path folder, UdpPeer.Script script) throws IOException {
            if (this == UDP) {
                UdpPeer peer = new UdpPeer(script);
                UdpTransport transport = UdpTransport.open(peer.address());
                return new Line(transport, transport::waitingCalls, peer::close);
            }
            return openStream(folder, StreamTransport.RECORD_LIMIT, connection -> {
                while (true) {
                    for (ByteBuffer message : script.answer(connection.read())) {
                        connection.send(StreamPeer.record(message));
                    }
                }
            });
        }

        /** A line of streams whose peer says what it wants. */
        Line openStream(Path folder, int replyLimit, StreamPeer.Script script) throws IOException {
            StreamPeer peer = listen(folder, script);
            StreamTransport transport = connect(peer, replyLimit);
            return new Line(transport, transport::waitingCalls, peer::close);
        }

        /** The peer of such a line alone. */
        StreamPeer listen(Path folder, StreamPeer.Script script) throws IOException {
            return this == TCP ? StreamPeer.onTcp(script) : StreamPeer.onLocal(folder.resolve("peer.sock"), script);
        }

        /** A transport to a peer of this kind. */
        StreamTransport connect(StreamPeer peer, int replyLimit) throws IOException {
            return this == TCP
                    ? StreamTransport.openTcp(peer.address(), replyLimit)
                    : StreamTransport.openLocal(peer.path(), replyLimit);
        }
    }

    @Override
    public void close() throws IOException {
        transport.close();
        peer.close();
    }
}
