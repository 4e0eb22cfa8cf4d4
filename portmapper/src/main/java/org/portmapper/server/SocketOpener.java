package org.portmapper.server;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.kernel.BoundAddress;
import org.portmapper.kernel.Errno;
import org.portmapper.kernel.ErrnoException;
import org.portmapper.kernel.InheritedSocket;
import org.portmapper.kernel.IpProtocol;
import org.portmapper.kernel.ListeningSocket;
import org.portmapper.kernel.LocalSocketState;
import org.portmapper.kernel.SocketType;
import org.portmapper.kernel.UdpSocket;
import org.portmapper.rpc.rpcbind.Netid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what the configuration asks for, and takes over what the service manager has opened in its place. */
final class SocketOpener {
    private static final Logger log = LoggerFactory.getLogger(SocketOpener.class);

    private final Serving wanted;
    private final List<InheritedSocket> inherited;
    private final Refusal refusal;
    private final Sockets sockets = new Sockets();

    private SocketOpener(Serving wanted, List<InheritedSocket> inherited, Refusal refusal) {
        this.wanted = wanted;
        this.inherited = inherited;
        this.refusal = refusal;
    }

    /** All sockets, or none: what cannot be had is the exception's sentence. */
    static Sockets open(Serving wanted, List<InheritedSocket> inherited, Refusal refusal) throws StartException {
        for (int attempt = 1; ; attempt++) {
            SocketOpener opener = new SocketOpener(wanted, inherited, refusal);
            try {
                opener.adoptAll();
                opener.bindAll();
                return opener.sockets;
            } catch (PortTakenException e) {
                opener.sockets.discard();
                // A port that the kernel chose for the first socket may be taken on the next address: choose again.
                if (wanted.port() != 0 || attempt == Limits.FREE_PORT_ATTEMPTS) {
                    throw refusal.ofPort(e.protocol, e.address, e.refused);
                }
            } catch (StartException e) {
                opener.sockets.discard();
                throw e;
            }
        }
    }

    private void adoptAll() throws StartException {
        for (InheritedSocket socket : inherited) {
            try {
                adopt(socket);
            } catch (ErrnoException e) {
                throw new StartException("inherited socket " + socket.name() + ": " + e.getMessage()
                        + " (expected: a UDP, TCP or local stream socket)");
            }
        }
    }

    private void adopt(InheritedSocket socket) throws ErrnoException {
        switch (socket.address()) {
            case BoundAddress.Inet inet
            when socket.type() == SocketType.DATAGRAM ->
                sockets.addUdp(UdpSocket.adopt(socket.fd()), inet.address(), dualStack(inet));
            case BoundAddress.Inet inet
            when socket.listening() ->
                sockets.addTcp(new ListeningSocket(socket.fd()), inet.address(), dualStack(inet));
            case BoundAddress.LocalPath local
            when socket.listening() -> sockets.addLocal(new ListeningSocket(socket.fd()), local.path());
            case BoundAddress.AbstractName local
            when socket.listening() -> sockets.addLocal(new ListeningSocket(socket.fd()), "@" + local.name());
            default -> log.warn("inherited socket {} is not used: {}", socket.name(), socket);
        }
    }

    private static boolean dualStack(BoundAddress.Inet inet) {
        return !inet.v6Only() && !(inet.address().getAddress() instanceof Inet4Address);
    }

    private void bindAll() throws StartException, PortTakenException {
        // What the service manager has opened for a transport stands for all of that transport.
        boolean udp = sockets.serves(Netid.UDP);
        boolean udp6 = sockets.serves(Netid.UDP6);
        boolean tcp = sockets.serves(Netid.TCP);
        boolean tcp6 = sockets.serves(Netid.TCP6);
        for (ListenPlan.Place place : ListenPlan.of(wanted.listen()).places()) {
            boolean ipv4 = place.address() instanceof Inet4Address;
            if (!(ipv4 ? tcp : tcp6)) {
                bind(IpProtocol.TCP, place);
            }
            if (!(ipv4 ? udp : udp6)) {
                bind(IpProtocol.UDP, place);
            }
        }
        for (String name : wanted.sockets()) {
            if (!sockets.serves(name)) {
                bindLocal(name);
            }
        }
    }

    private void bind(IpProtocol protocol, ListenPlan.Place place) throws StartException, PortTakenException {
        int port = wanted.port() == 0 ? sockets.port() : wanted.port();
        InetSocketAddress address = new InetSocketAddress(place.address(), port);
        try {
            bind(protocol, address);
        } catch (ErrnoException e) {
            if (e.errno().equals(Errno.EADDRINUSE)) {
                throw new PortTakenException(protocol, address, e);
            }
            if (place.required() || !isMissing(e.errno())) {
                throw refusal.ofPort(protocol, address, e);
            }
            log.info("not listening at {}: {}", name(place.address()), e.errno());
        }
    }

    private void bind(IpProtocol protocol, InetSocketAddress address) throws ErrnoException {
        switch (protocol) {
            case TCP -> {
                ListeningSocket socket = ListeningSocket.tcp(address);
                sockets.addTcp(socket, socket.inetAddress(), false);
            }
            case UDP -> {
                UdpSocket socket = UdpSocket.bind(address);
                sockets.addUdp(socket, socket.localAddress(), false);
            }
        }
    }

    private static boolean isMissing(Errno errno) {
        return errno.equals(Errno.EADDRNOTAVAIL) || errno.equals(Errno.EAFNOSUPPORT);
    }

    private void bindLocal(String name) throws StartException {
        try {
            boolean path = name.startsWith("/");
            if (path) {
                makeRoom(name);
            }
            sockets.addLocal(ListeningSocket.local(name), name);
            if (path) {
                sockets.addCreatedPath(Path.of(name));
                // Whoever is on this host may ask, and register what is theirs: bind has applied our umask.
                Files.setPosixFilePermissions(Path.of(name), PosixFilePermissions.fromString("rw-rw-rw-"));
            }
        } catch (IOException e) {
            throw refusal.ofLocalSocket(name, e);
        }
    }

    /** Removes what a daemon that was killed has left at the path, and nothing else. */
    private void makeRoom(String name) throws IOException, StartException {
        Path path = Path.of(name);
        switch (LocalSocketState.of(path)) {
            case ABSENT -> log.debug("local socket {} is free", name);
            case STALE -> Files.delete(path);
            case ALIVE -> throw refusal.inUse(name);
            case NOT_A_SOCKET -> throw refusal.notASocket(name);
        }
    }

    private static String name(InetAddress address) {
        return address.getHostAddress();
    }

    /** Somebody holds the port. */
    private static final class PortTakenException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient IpProtocol protocol;
        private final transient InetSocketAddress address;
        private final ErrnoException refused;

        PortTakenException(IpProtocol protocol, InetSocketAddress address, ErrnoException refused) {
            super(refused);
            this.protocol = protocol;
            this.address = address;
            this.refused = refused;
        }
    }
}
