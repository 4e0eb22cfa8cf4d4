package org.portmapper.takeover;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.kernel.IpProtocol;
import org.portmapper.kernel.LocalListener;
import org.portmapper.kernel.LocalSocketTable;
import org.portmapper.kernel.PortHolder;
import org.portmapper.kernel.PortHolder.HoldingProcess;
import org.portmapper.kernel.PortHolders;
import org.portmapper.server.StartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where we are to serve, and who does so now. */
record SocketPlaces(List<PortHolders.Place> ports, List<String> localNames) {
    private static final Logger log = LoggerFactory.getLogger(SocketPlaces.class);

    private static final List<InetAddress> EVERYWHERE =
            List.of(InetAddress.ofLiteral("0.0.0.0"), InetAddress.ofLiteral("::"));

    /** The first process, which holds the sockets of units that it starts on demand. */
    private static final long SERVICE_MANAGER = 1;

    /** A port that is to be any free one has nobody. */
    static SocketPlaces of(Serving wanted) {
        List<PortHolders.Place> ports = new ArrayList<>();
        List<InetAddress> hosts = wanted.listen().isEmpty() ? EVERYWHERE : wanted.listen();
        for (InetAddress host : wanted.port() == 0 ? List.<InetAddress>of() : hosts) {
            for (IpProtocol protocol : IpProtocol.values()) {
                ports.add(new PortHolders.Place(protocol, new InetSocketAddress(host, wanted.port())));
            }
        }
        return new SocketPlaces(ports, wanted.sockets());
    }

    /**
     * The process that serves there; empty where nobody does.
     *
     * @throws StartException if it cannot be told, or is not one that can be ended for us
     */
    Optional<HoldingProcess> portmapper() throws StartException {
        List<PortHolder> holders = holders();
        for (PortHolder holder : holders) {
            if (holder.processes().isEmpty()) {
                throw new StartException("what we are to serve is held by " + holder
                        + " (expected: a portmapper whose process can be seen, as root sees it)");
            }
        }
        List<HoldingProcess> processes = holders.stream()
                .flatMap(holder -> holder.processes().stream())
                .distinct()
                .toList();
        if (processes.stream().anyMatch(process -> process.pid() == SERVICE_MANAGER)) {
            throw new StartException("what we are to serve is held by the service manager, " + names(processes)
                    + " (expected: a portmapper that can be ended; run \"systemctl stop rpcbind.socket rpcbind.service\","
                    + " and start again: what it leaves behind is taken over)");
        }
        if (processes.size() > 1) {
            throw new StartException("what we are to serve is held by " + names(processes)
                    + " (expected: one portmapper; stop those that are not to be taken over)");
        }
        return processes.stream().findFirst();
    }

    private static String names(List<HoldingProcess> processes) {
        return processes.stream()
                .map(process -> process.command() + " (pid " + process.pid() + ")")
                .collect(Collectors.joining(" and "));
    }

    private List<PortHolder> holders() throws StartException {
        try {
            return PortHolders.ofThisHost().of(ports, listeners());
        } catch (IOException e) {
            throw new StartException("/proc does not say who has what we are to serve: " + e.getMessage());
        }
    }

    private List<LocalListener> listeners() {
        List<LocalListener> listeners = new ArrayList<>();
        try (LocalSocketTable table = LocalSocketTable.open()) {
            for (String name : localNames) {
                table.listening(name).ifPresent(listeners::add);
            }
        } catch (IOException e) {
            // Whoever has them has the port as well, or is found out when they are bound.
            log.debug("the local sockets of another portmapper cannot be listed: {}", e.getMessage());
        }
        return listeners;
    }
}
