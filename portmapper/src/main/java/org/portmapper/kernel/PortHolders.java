package org.portmapper.kernel;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out who holds a port that could not be bound, from /proc: proc_pid_net(5), proc_pid_fd(5). Reads every socket and
 * every process, which takes many milliseconds: not for an event loop.
 */
public final class PortHolders {

    /** Enough to tell who is in the way. */
    private static final int MAX_HOLDERS = 4;

    private final Path proc;

    PortHolders(Path proc) {
        this.proc = proc;
    }

    public static PortHolders ofThisHost() {
        return new PortHolders(Path.of("/proc"));
    }

    /**
     * The sockets because of which {@code wanted} cannot be bound; IPv6 is wanted without IPv4. Empty if there is none
     * any more, or none that listens.
     *
     * @throws IOException if /proc cannot be read
     */
    public List<PortHolder> of(IpProtocol protocol, InetSocketAddress wanted) throws IOException {
        List<SocketRow> rows = rowsInTheWay(protocol, wanted);
        Set<Long> inodes = rows.stream().map(SocketRow::inode).collect(Collectors.toSet());
        SocketProcesses processes = SocketProcesses.holding(proc, inodes);
        return rows.stream()
                .map(row -> new PortHolder(row.uid(), processes.of(row.inode()), processes.everyProcessSeen()))
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
