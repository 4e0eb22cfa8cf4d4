package org.portmapper.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.portmapper.kernel.ListeningSocket;
import org.portmapper.kernel.UdpSocket;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets that are open and at what address each is reached, until an event loop takes them over. */
final class Sockets {
    private static final Logger log = LoggerFactory.getLogger(Sockets.class);

    /** One transport on which the daemon is reached. */
    record Served(Netid netid, UniversalAddress address) {}

    private final List<UdpSocket> udp = new ArrayList<>();
    private final List<ListeningSocket> tcp = new ArrayList<>();
    private final List<ListeningSocket> local = new ArrayList<>();
    private final List<Path> createdPaths = new ArrayList<>();
    private final List<Served> served = new ArrayList<>();

    void addUdp(UdpSocket socket, InetSocketAddress address, boolean dualStack) {
        udp.add(socket);
        addInet(Netid.UDP, Netid.UDP6, address, dualStack);
    }

    void addTcp(ListeningSocket socket, InetSocketAddress address, boolean dualStack) {
        tcp.add(socket);
        addInet(Netid.TCP, Netid.TCP6, address, dualStack);
    }

    private void addInet(Netid ofIpv4, Netid ofIpv6, InetSocketAddress address, boolean dualStack) {
        boolean ipv4 = address.getAddress() instanceof java.net.Inet4Address;
        served.add(new Served(ipv4 ? ofIpv4 : ofIpv6, UniversalAddress.Inet.of(address)));
        if (dualStack) {
            served.add(new Served(ofIpv4, new UniversalAddress.Inet(anyIpv4(), address.getPort())));
        }
    }

    private static InetAddress anyIpv4() {
        return UniversalAddress.parseInet("0.0.0.0.0.0").orElseThrow().host();
    }

    /** A local socket, by its path or by its abstract name with "@" in front. */
    void addLocal(ListeningSocket socket, String name) {
        local.add(socket);
        UniversalAddress.parse(Netid.Family.LOOPBACK, name)
                .ifPresent(address -> served.add(new Served(Netid.LOCAL, address)));
    }

    /** A path that is to be removed at the end, because the daemon made it. */
    void addCreatedPath(Path path) {
        createdPaths.add(path);
    }

    List<UdpSocket> udp() {
        return udp;
    }

    List<ListeningSocket> tcp() {
        return tcp;
    }

    List<ListeningSocket> local() {
        return local;
    }

    List<Served> served() {
        return served;
    }

    boolean serves(Netid netid) {
        return served.stream().anyMatch(place -> place.netid() == netid);
    }

    boolean serves(String localName) {
        return served.stream().anyMatch(place -> place.address().text().equals(localName));
    }

    /** The port of UDP and TCP; 0 where only local sockets are served. */
    int port() {
        return served.stream()
                .filter(place -> place.address() instanceof UniversalAddress.Inet)
                .mapToInt(place -> ((UniversalAddress.Inet) place.address()).port())
                .findFirst()
                .orElse(0);
    }

    /** The local sockets, as {@link #addLocal} names them. */
    List<String> localNames() {
        return served.stream()
                .filter(place -> place.netid() == Netid.LOCAL)
                .map(place -> place.address().text())
                .toList();
    }

    /**
     * Where programs of this host reach it over a transport. On loopback if it is there: nobody is proven to be of this
     * host otherwise.
     */
    Optional<UniversalAddress> address(Netid netid) {
        List<UniversalAddress> addresses = served.stream()
                .filter(place -> place.netid() == netid)
                .map(place ->
                        place.address() instanceof UniversalAddress.Inet inet ? onThisHost(inet) : place.address())
                .toList();
        return addresses.stream()
                .filter(address -> address instanceof UniversalAddress.Inet inet
                        && inet.host().isLoopbackAddress())
                .findFirst()
                .or(() -> addresses.stream().findFirst());
    }

    private static UniversalAddress onThisHost(UniversalAddress.Inet bound) {
        return bound.host().isAnyLocalAddress()
                ? new UniversalAddress.Inet(ListenPlan.loopbackLike(bound.host()), bound.port())
                : bound;
    }

    /** Closes sockets that no event loop has taken over, and removes the paths that were made. */
    void discard() {
        udp.forEach(UdpSocket::close);
        tcp.forEach(ListeningSocket::close);
        local.forEach(ListeningSocket::close);
        removePaths();
    }

    void removePaths() {
        for (Path path : createdPaths) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                log.warn("local socket {} could not be removed: {}", path, e.toString());
            }
        }
    }
}
