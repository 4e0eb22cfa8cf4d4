package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** A socket whose senders are marked, and what senders need that try to be somebody else. */
final class MarkedServer implements AutoCloseable {
    private static final InetAddress ANY_SOURCE = InetAddress.ofLiteral("0.0.0.0");
    private static final int SO_REUSEADDR = 2;

    final LoopbackServer server;
    final SenderMark mark;

    private MarkedServer(LoopbackServer server, SenderMark mark) {
        this.server = server;
        this.mark = mark;
    }

    static MarkedServer at(String host) throws Exception {
        return of(UdpSocket.bind(Addresses.at(host, 0)));
    }

    static MarkedServer of(UdpSocket socket) throws Exception {
        return new MarkedServer(
                new LoopbackServer(socket, new DatagramBatch()),
                attach(socket.localAddress().getPort()));
    }

    /** Skips a test where this user or this kernel cannot mark. */
    static SenderMark attach(int port) throws ErrnoException {
        try {
            return SenderMark.attach(port);
        } catch (ErrnoException e) {
            return abort(String.valueOf(e.getMessage()));
        }
    }

    int port() throws ErrnoException {
        return server.socket.localAddress().getPort();
    }

    /** Who sent the one datagram that has been sent. */
    OptionalLong sender() throws ErrnoException {
        return mark.uidOf(server.received());
    }

    void send(UdpSocket from, String to, int length) throws ErrnoException {
        send(from, Addresses.at(to, port()), ANY_SOURCE, length);
    }

    static void send(UdpSocket from, InetSocketAddress to, InetAddress source, int length) {
        assertThat(from.send(new ReplyPath(to, source, 0), ByteBuffer.allocate(length)))
                .isEmpty();
    }

    /** A socket that lets others have its port too. */
    static UdpSocket shared(InetSocketAddress address) throws ErrnoException {
        Descriptor descriptor = Descriptor.socket(AddressFamily.AF_INET, SocketType.DATAGRAM);
        descriptor.changeOption(Descriptor.SOL_SOCKET, SO_REUSEADDR, 1);
        descriptor.bind(AddressFamily.AF_INET, address);
        return UdpSocket.adopt(descriptor.number());
    }

    @Override
    public void close() {
        mark.close();
        server.close();
    }
}
