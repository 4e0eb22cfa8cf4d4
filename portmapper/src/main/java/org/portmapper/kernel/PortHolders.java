package org.portmapper.kernel;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds out who holds a port that could not be bound, from /proc: proc_pid_net(5), proc_pid_fd(5). Reads every socket and
 * every process, which takes many milliseconds: not for an event loop.
 */
public final class PortHolders {

    /** (uid_t) -1, which no user has. */
    private static final long NOBODY = 0xffff_ffffL;

    /** Enough to tell who is in the way. */
    private static final int MAX_HOLDERS = 4;

    private final Path proc;

    PortHolders(Path proc) {
        this.proc = proc;
    }

    public static PortHolders ofThisHost() {
        return new PortHolders(Path.of("/proc"));
    }

    /** Where a port is wanted; IPv6 is wanted without IPv4. */
    public record Place(IpProtocol protocol, InetSocketAddress address) {}

    /**
     * The sockets because of which {@code wanted} cannot be bound; IPv6 is wanted without IPv4. Empty if there is none
     * any more, or none that listens.
     *
     * @throws IOException if /proc cannot be read
     */
    public List<PortHolder> of(IpProtocol protocol, InetSocketAddress wanted) throws IOException {
        return of(List.of(new Place(protocol, wanted)), List.of());
    }

    /**
     * The sockets because of which any of these places cannot be bound, and those of local sockets, by one look at all
     * processes.
     *
     * @throws IOException if /proc cannot be read
     */
    public List<PortHolder> of(List<Place> wanted, List<LocalListener> local) throws IOException {
        Map<Long, Long> uidByInode = new LinkedHashMap<>();
        for (Place place : wanted) {
            rowsInTheWay(place.protocol(), place.address()).forEach(row -> uidByInode.put(row.inode(), row.uid()));
        }
        local.forEach(
                listener -> uidByInode.put(listener.inode(), listener.uid().orElse(NOBODY)));
        SocketProcesses processes = SocketProcesses.holding(proc, uidByInode.keySet());
        return uidByInode.entrySet().stream()
                .map(socket ->
                        new PortHolder(socket.getValue(), processes.of(socket.getKey()), processes.everyProcessSeen()))
                .distinct()
                .toList();
    }

    private List<SocketRow> rowsInTheWay(IpProtocol protocol, InetSocketAddress wanted) throws IOException {
        String ipv6Table = protocol.table() + "6";
        if (!(wanted.getAddress() instanceof Inet4Address)) {
            return rows(protocol, ipv6Table, wanted);
        }
        List<SocketRow> ipv4 = rows(protocol, protocol.table(), wanted);
        // An IPv6 wildcard may or may not hold the IPv4 port too: it is blamed only when nothing else is to blame.
        return ipv4.isEmpty() ? rows(protocol, ipv6Table, wanted) : ipv4;
    }

    private List<SocketRow> rows(IpProtocol protocol, String table, InetSocketAddress wanted) throws IOException {
        Path path = proc.resolve("net").resolve(table);
        if (!Files.exists(path)) {
            return List.of(); // a kernel without IPv6
        }
        try (Stream<String> lines = Files.lines(path, StandardCharsets.ISO_8859_1)) {
            return lines.flatMap(line -> SocketRow.parse(line).stream())
                    .filter(row -> protocol == IpProtocol.UDP || row.state() == SocketRow.LISTEN)
                    .filter(row -> row.local().getPort() == wanted.getPort())
                    .filter(row -> conflict(row.local().getAddress(), wanted.getAddress()))
                    .limit(MAX_HOLDERS)
                    .toList();
        }
    }

    private static boolean conflict(InetAddress held, InetAddress wanted) {
        boolean heldIpv4 = held instanceof Inet4Address;
        boolean wantedIpv4 = wanted instanceof Inet4Address;
        if (heldIpv4 != wantedIpv4) {
            return wantedIpv4 && held.isAnyLocalAddress();
        }
        return held.isAnyLocalAddress() || wanted.isAnyLocalAddress() || held.equals(wanted);
    }
}
