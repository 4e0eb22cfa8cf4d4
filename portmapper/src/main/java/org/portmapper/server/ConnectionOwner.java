package org.portmapper.server;

import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Supplier;
import org.portmapper.identity.Sender;
import org.portmapper.kernel.ConnectedSocket;
import org.portmapper.kernel.SocketState;
import org.portmapper.kernel.SocketTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the kernel whose the other end of a TCP connection of this host is, while both ends are open: only then they belong together for
 * certain. What was found holds as long as the connection. It belongs to the event loop.
 */
final class ConnectionOwner implements Supplier<Sender> {
    private static final Logger log = LoggerFactory.getLogger(ConnectionOwner.class);

    private final EpollSocketChannel connection;
    private final InetSocketAddress remote;
    private final InetSocketAddress local;
    private final SocketTable sockets;
    private Optional<Sender> found = Optional.empty();

    ConnectionOwner(
            EpollSocketChannel connection, InetSocketAddress remote, InetSocketAddress local, SocketTable sockets) {
        this.connection = connection;
        this.remote = remote;
        this.local = local;
        this.sockets = sockets;
    }

    @Override
    public Sender get() {
        if (found.isEmpty()) {
            Sender asked = ask();
            found = Optional.of(asked).filter(Sender.Connected.class::isInstance);
            return asked;
        }
        return found.get();
    }

    private Sender ask() {
        try {
            ConnectedSocket other = sockets.connected(remote, local);
            // If our end is open after the answer, the addresses cannot have been used again in between.
            boolean open = connection.isOpen() && connection.tcpInfo().state() == SocketState.ESTABLISHED.number();
            return switch (other) {
                case ConnectedSocket.Absent absent ->
                    new Sender.Unknown(absent.reason().toString());
                case ConnectedSocket.Found held ->
                    open
                            ? new Sender.Connected(held.socket().identity())
                            : new Sender.Unknown("the connection was closed before its other end was looked up");
            };
        } catch (IOException e) {
            log.debug("the socket of {} cannot be looked up: {}", remote, e.getMessage());
            return new Sender.Unknown("the socket at the other end cannot be looked up");
        }
    }
}
