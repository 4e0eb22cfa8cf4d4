package org.portmapper.server;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.portmapper.identity.Identification;
import org.portmapper.identity.KernelIdentification;
import org.portmapper.identity.KernelIdentification.HostFacts;
import org.portmapper.kernel.InetSocket;
import org.portmapper.kernel.IpProtocol;
import org.portmapper.kernel.LocalSocketTable;
import org.portmapper.kernel.ReservedPorts;
import org.portmapper.kernel.SenderMark;
import org.portmapper.kernel.SocketTable;
import org.portmapper.kernel.UdpSocket;
import org.portmapper.kernel.UnitsByControlGroup;
import org.portmapper.kernel.UserNamespace;
import org.portmapper.liveness.Addresses;
import org.portmapper.liveness.KernelAddresses;
import org.portmapper.liveness.UnknownAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the kernel proves to this process, found out at start: a proof that is not to be had is said, and never assumed. */
final class Proofs implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Proofs.class);

    private final Map<String, String> descriptions = new LinkedHashMap<>();
    private final Optional<SocketTable> sockets;
    private final Optional<LocalSocketTable> localSockets;
    private final Optional<SenderMark> mark;
    private final UnitsByControlGroup units;
    private final Executor loop;

    private Proofs(Sockets served, Executor files, Executor loop) {
        this.loop = loop;
        this.units = new UnitsByControlGroup(files);
        this.sockets =
                describe("loopback TCP", "the socket at the other end", SocketTable.missing(), SocketTable::open);
        this.localSockets = describe(
                "local sockets", "the credentials of the process", LocalSocketTable.missing(), LocalSocketTable::open);
        this.mark = served.udp().isEmpty() ? Optional.empty() : mark(served);
    }

    /**
     * Finds out what can be proven to the sockets that are served.
     *
     * @param files reads files, which the event loop must not
     */
    static Proofs of(Sockets served, Executor files, Executor loop) {
        Proofs proofs = new Proofs(served, files, loop);
        proofs.descriptions.forEach((what, how) -> log.info("proof of callers over {}: {}", what, how));
        return proofs;
    }

    /** Opens a table. */
    @FunctionalInterface
    private interface Opening<T> {
        T open() throws IOException;
    }

    private <T> Optional<T> describe(String what, String how, Optional<String> missing, Opening<T> opening) {
        try {
            if (missing.isEmpty()) {
                Optional<T> opened = Optional.of(opening.open());
                descriptions.put(what, how);
                return opened;
            }
            descriptions.put(what, "none, " + missing.get());
        } catch (IOException e) {
            descriptions.put(what, "none, " + e.getMessage());
        }
        return Optional.empty();
    }

    private Optional<SenderMark> mark(Sockets served) {
        try {
            boolean told = served.udp().stream().allMatch(UdpSocket::tellsMarks);
            if (told) {
                Optional<SenderMark> attached = Optional.of(SenderMark.attach(served.port()));
                descriptions.put(
                        "loopback UDP", "the mark that a program on the loopback interface gives each datagram");
                return attached;
            }
            weak("Linux 5.19 is needed for marks");
        } catch (IOException e) {
            weak(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    private void weak(String reason) {
        descriptions.put(
                "loopback UDP", "the table of sockets, which removes nothing that is served; no marks: " + reason);
    }

    /** How callers are proven, by the way on which they call. */
    Map<String, String> descriptions() {
        return descriptions;
    }

    Peers peers() {
        return new Peers(sockets, localSockets, mark);
    }

    Addresses addresses() {
        return sockets.isPresent() && localSockets.isPresent()
                ? new KernelAddresses(sockets.get(), localSockets.get())
                : new UnknownAddresses();
    }

    Identification identification() {
        HostFacts host = new HostFacts(UserNamespace.mapsEveryUser(), mark.isPresent(), ReservedPorts::areReserved);
        return new KernelIdentification(this::udpSocketsAt, new LoopUnits(units, loop), host);
    }

    /** Units that are looked for elsewhere and found on the event loop. */
    private record LoopUnits(UnitsByControlGroup units, Executor loop) implements KernelIdentification.Units {
        @Override
        public Optional<String> of(long controlGroup) {
            return units.unitOf(controlGroup);
        }

        @Override
        public CompletableFuture<Void> refresh() {
            // A walk that failed has found nothing: the caller is judged by what is known.
            return units.refresh().exceptionally(failure -> null).thenRunAsync(() -> {}, loop);
        }
    }

    private List<InetSocket> udpSocketsAt(int port) {
        try {
            return sockets.isPresent() ? sockets.get().bound(IpProtocol.UDP, port) : List.of();
        } catch (IOException e) {
            log.debug("UDP sockets at port {} cannot be listed: {}", port, e.getMessage());
            return List.of();
        }
    }

    /** For the event loop's thread, after its last call. */
    @Override
    public void close() {
        mark.ifPresent(SenderMark::close);
        sockets.ifPresent(SocketTable::close);
        localSockets.ifPresent(LocalSocketTable::close);
    }
}
