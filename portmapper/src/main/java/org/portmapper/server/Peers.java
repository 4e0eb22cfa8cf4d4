package org.portmapper.server;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalLong;
import org.portmapper.identity.KernelLocalEnd;
import org.portmapper.identity.Peer;
import org.portmapper.identity.Sender;
import org.portmapper.kernel.Datagram;
import org.portmapper.kernel.LocalPeer;
import org.portmapper.kernel.LocalSocketTable;
import org.portmapper.kernel.LoopbackInterface;
import org.portmapper.kernel.SenderMark;
import org.portmapper.kernel.SocketTable;
import org.portmapper.kernel.SourceAddress;
import org.portmapper.rpc.rpcbind.Netid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is at the other end of a connection, or has sent a datagram, as far as the kernel tells. It belongs to its event loop. */
final class Peers {
    private static final Logger log = LoggerFactory.getLogger(Peers.class);

    private final Optional<SocketTable> sockets;
    private final Optional<LocalSocketTable> localSockets;
    private final Optional<SenderMark> mark;
    private final InterfaceAddresses interfaces = new InterfaceAddresses();

    Peers(Optional<SocketTable> sockets, Optional<LocalSocketTable> localSockets, Optional<SenderMark> mark) {
        this.sockets = sockets;
        this.localSockets = localSockets;
        this.mark = mark;
    }

    /** Empty where the other end has gone before its address or its credentials could be read. */
    Optional<Peer> of(Channel connection) {
        return switch (connection) {
            case EpollDomainSocketChannel local -> of(local);
            case EpollSocketChannel tcp -> of(tcp);
            default -> Optional.empty();
        };
    }

    private Optional<Peer> of(EpollDomainSocketChannel connection) {
        int fd = connection.fd().intValue();
        LocalPeer peer = new LocalPeer(fd);
        return peer.credentials()
                .map(credentials -> new Peer.Local(credentials, new KernelLocalEnd(peer, () -> isOfThisNetwork(fd))));
    }

    private boolean isOfThisNetwork(int fd) {
        try {
            return localSockets.isPresent() && localSockets.get().peerIsOfThisNetwork(fd);
        } catch (IOException e) {
            log.warn("the network of a local caller cannot be told: {}", e.getMessage());
            return false;
        }
    }

    private Optional<Peer> of(EpollSocketChannel connection) {
        InetSocketAddress remote = connection.remoteAddress();
        InetSocketAddress local = connection.localAddress();
        if (remote == null || local == null) {
            return Optional.empty();
        }
        Netid netid = remote.getAddress() instanceof Inet4Address ? Netid.TCP : Netid.TCP6;
        return Optional.of(new Peer.Inet(netid, remote, local.getAddress(), sender(connection, remote, local)));
    }

    private Sender sender(EpollSocketChannel connection, InetSocketAddress remote, InetSocketAddress local) {
        return remote.getAddress().isLoopbackAddress() && sockets.isPresent()
                ? new Sender.Connection(new ConnectionOwner(connection, remote, local, sockets.get()))
                : new Sender.Unknown("the socket at the other end cannot be looked up");
    }

    /**
     * Who has sent a datagram.
     *
     * @param early whether it may have been sent before datagrams were marked
     */
    Peer of(Datagram datagram, boolean early) {
        InetSocketAddress sender = datagram.sender();
        Netid netid = sender.getAddress() instanceof Inet4Address ? Netid.UDP : Netid.UDP6;
        return new Peer.Inet(netid, sender, reachedAddress(datagram), sender(datagram, early));
    }

    private Sender sender(Datagram datagram, boolean early) {
        OptionalLong uid = mark.isPresent() ? mark.get().uidOf(datagram) : OptionalLong.empty();
        // By the address alone: of what came before the socket was ours, the kernel may not tell the interface either.
        boolean ofThisHost = datagram.sender().getAddress().isLoopbackAddress();
        return early && mark.isPresent() && uid.isEmpty() && ofThisHost
                ? new Sender.TooEarly()
                : new Sender.Datagram(uid, datagram.interfaceIndex() == LoopbackInterface.INDEX);
    }

    /** Our address that the sender reached; for a group that many hosts hear, one of the interface that heard it. */
    private InetAddress reachedAddress(Datagram datagram) {
        InetAddress address = datagram.localAddress();
        if (!address.isMulticastAddress() && !address.isAnyLocalAddress()) {
            return address;
        }
        return interfaces
                .of(datagram.interfaceIndex())
                .or(() -> SourceAddress.towards(datagram.sender()))
                .orElse(address);
    }
}
