package org.portmapper.kernel;

import static org.portmapper.kernel.AddressFamily.AF_INET;
import static org.portmapper.kernel.AddressFamily.AF_INET6;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.portmapper.kernel.ConnectedSocket.Absent;
import org.portmapper.kernel.ConnectedSocket.Found;
import org.portmapper.kernel.ConnectedSocket.Reason;

/**
 * The internet sockets of the network namespace in which it was opened, sock_diag(7). Needs no privilege, never waits, and
 * is for one thread.
 */
public final class SocketTable implements AutoCloseable {

    /**
     * A part of the kernel's list, about two hundred sockets of one family at one port, is of one moment. Of a longer list
     * sockets could escape while others come and go, and more than that is no service.
     */
    private static final int MAX_PARTS = 1;

    private final NetlinkSocket netlink;

    private SocketTable(NetlinkSocket netlink) {
        this.netlink = netlink;
    }

    /** @throws IOException if this process may not have netlink sockets, or no more sockets */
    public static SocketTable open() throws IOException {
        return new SocketTable(NetlinkSocket.open());
    }

    /** What stands in the way of looking sockets up on this host, as a sentence for the log; tried with own sockets. */
    public static Optional<String> missing() {
        InetSocketAddress loopback = new InetSocketAddress(InetSockaddr.ofBytes(new byte[] {127, 0, 0, 1}), 0);
        try (SocketTable table = open();
                UdpSocket udp = UdpSocket.bind(loopback)) {
            ListeningSocket tcp = ListeningSocket.tcp(loopback);
            try {
                boolean shown = table.shows(IpProtocol.UDP, udp.localAddress())
                        && table.shows(IpProtocol.TCP, tcp.inetAddress());
                return shown ? Optional.empty() : Optional.of(missing("sockets of our own are not shown"));
            } finally {
                tcp.close();
            }
        } catch (IOException e) {
            return Optional.of(missing(String.valueOf(e.getMessage())));
        }
    }

    private static String missing(String found) {
        return "table of internet sockets: " + found
                + " (expected: AF_NETLINK allowed, and inet_diag, tcp_diag and udp_diag in the kernel or as modules)";
    }

    private boolean shows(IpProtocol protocol, InetSocketAddress address) throws IOException {
        List<InetSocket> sockets = bound(protocol, address.getPort());
        return sockets.stream().anyMatch(InetSocket::isHeld)
                && answers(protocol, address, sockets.getFirst().identity().cookie());
    }

    /**
     * The TCP socket at one end of a connection: that of a caller on this host is at the address from which it came. What is
     * found was so at that moment; if one's own end still is established afterwards, it was the same connection.
     *
     * @param end where the wanted socket is bound
     * @param otherEnd its peer
     * @throws IOException if the kernel gave no usable answer
     */
    public ConnectedSocket connected(InetSocketAddress end, InetSocketAddress otherEnd) throws IOException {
        if (AddressFamily.of(end.getAddress()) != AddressFamily.of(otherEnd.getAddress())) {
            return new Absent(Reason.NO_SOCKET);
        }
        return ask(InetDiagRequest.exact(IpProtocol.TCP, end, otherEnd, InetDiagRequest.ANY_COOKIE))
                .map(socket -> judge(socket, end, otherEnd))
                .orElse(new Absent(Reason.NO_SOCKET));
    }

    private static ConnectedSocket judge(InetSocket socket, InetSocketAddress end, InetSocketAddress otherEnd) {
        if (socket.state() == SocketState.LISTEN) {
            return new Absent(Reason.ANOTHER_LISTENS);
        }
        if (!socket.local().equals(end) || !socket.remote().equals(otherEnd)) {
            return new Absent(Reason.NO_SOCKET);
        }
        if (socket.state() != SocketState.ESTABLISHED) {
            return new Absent(Reason.NOT_ESTABLISHED);
        }
        return socket.isHeld() ? new Found(socket) : new Absent(Reason.NOT_HELD);
    }

    /**
     * The sockets of both families bound at {@code port}, whatever their address: of TCP, those that listen; of UDP, those
     * with a peer too, because they send and receive as well.
     *
     * @param port 1 to 65535
     * @throws SocketTableException if they are too many to look at, about two hundred of a family
     * @throws IOException if the kernel gave no usable answer
     */
    public List<InetSocket> bound(IpProtocol protocol, int port) throws IOException {
        List<InetSocket> sockets = new ArrayList<>(bound(AF_INET, protocol, port));
        sockets.addAll(bound(AF_INET6, protocol, port));
        return sockets;
    }

    private List<InetSocket> bound(int family, IpProtocol protocol, int port) throws IOException {
        int states = protocol == IpProtocol.TCP ? SocketState.LISTEN.mask() : InetDiagRequest.ALL_STATES;
        InetDiagRequest request = InetDiagRequest.all(family, protocol, states, port);
        return netlink.list(
                request.write(netlink.request()), MAX_PARTS, message -> Optional.of(InetDiagMessage.read(message)));
    }

    /**
     * Whether the socket with this cookie still is one of those that {@link #bound} gives, and covers {@code address}. It
     * is cheap where {@code address} is the one that the socket is bound at and no other socket shares it; otherwise it
     * looks at all sockets of the port.
     *
     * @throws IOException as {@link #bound}
     */
    public boolean isBound(IpProtocol protocol, InetSocketAddress address, long cookie) throws IOException {
        if (answers(protocol, address, cookie)) {
            return true;
        }
        for (InetSocket socket : bound(protocol, address.getPort())) {
            if (socket.identity().cookie() == cookie && socket.isHeld() && socket.covers(address.getAddress())) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the socket with this cookie is the one that gets what a stranger sends to {@code address} now: cheap, because
     * it asks for one socket only. If not, it may still share the port with the one that does.
     *
     * @throws IOException if the kernel gave no usable answer
     */
    public boolean answers(IpProtocol protocol, InetSocketAddress address, long cookie) throws IOException {
        return ask(InetDiagRequest.exact(protocol, address, cookie))
                .filter(InetSocket::isHeld)
                .isPresent();
    }

    private Optional<InetSocket> ask(InetDiagRequest request) throws IOException {
        Optional<NetlinkMessage> answer = netlink.ask(request.write(netlink.request()));
        return answer.isPresent() ? Optional.of(InetDiagMessage.read(answer.get())) : Optional.empty();
    }

    @Override
    public void close() {
        netlink.close();
    }
}
