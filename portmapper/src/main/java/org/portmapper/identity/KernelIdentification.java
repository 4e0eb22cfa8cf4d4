package org.portmapper.identity;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.portmapper.identity.Caller.Unproven;
import org.portmapper.identity.Caller.User;
import org.portmapper.kernel.InetSocket;
import org.portmapper.kernel.SocketIdentity;
import org.portmapper.rpc.rpcbind.AddressText;

/**
 * Identifies callers by what the kernel says, and never by what they say: AUTH_SYS, r_owner and a source port prove nothing.
 * What is not certain is nobody.
 */
public final class KernelIdentification implements Identification {
    /** Ports below this one can be had by the superuser only, unless a host has changed it. */
    static final int FIRST_UNRESERVED_PORT = 1024;

    /** What a namespace shows of a user that it does not know: user_namespaces(7). */
    static final long OVERFLOW_UID = 65_534;

    private final UdpSockets udpSockets;
    private final Units units;
    private final HostFacts host;

    /** The UDP sockets of this host that have a port, of both families: each of them may have sent from it. */
    @FunctionalInterface
    public interface UdpSockets {
        /** All of them, or an empty list where they cannot be told. */
        List<InetSocket> at(int port);
    }

    /** The units of the system's service manager. */
    public interface Units {
        /** The unit that a control group belongs to, if that is known. */
        Optional<String> of(long controlGroup);

        /** Looks for new ones; done on the event loop's thread. */
        CompletableFuture<Void> refresh();
    }

    /**
     * What is so on this host.
     *
     * @param everyUserMapped whether every user id of the system has a meaning here, so that 65534 is a user too
     * @param datagramsMarked whether a program on the loopback interface marks datagrams with their senders
     * @param portsReserved whether, at the moment, nobody but root can have the ports below 1024: ip(7)
     */
    public record HostFacts(boolean everyUserMapped, boolean datagramsMarked, BooleanSupplier portsReserved) {}

    /** Identifies by the kernel's tables. */
    public KernelIdentification(UdpSockets udpSockets, Units units, HostFacts host) {
        this.udpSockets = udpSockets;
        this.units = units;
        this.host = host;
    }

    @Override
    public Caller callerOf(Peer peer) {
        return switch (peer) {
            case Peer.Local local -> known(ofLocal(local));
            case Peer.Inet inet -> known(reservedIfRoot(ofInet(inet), inet));
        };
    }

    @Override
    public Optional<CompletableFuture<Void>> findUnit(Peer peer) {
        boolean unknown = peer instanceof Peer.Inet
                && callerOf(peer) instanceof User user
                && user.process().unit().isEmpty();
        return unknown ? Optional.of(units.refresh()) : Optional.empty();
    }

    private Caller ofLocal(Peer.Local local) {
        if (local.credentials().pid() == 0) {
            return new Unproven(true, "its process lives in a process namespace that cannot be seen from here");
        }
        if (!local.end().isOfThisNetwork()) {
            return new Unproven(true, "its socket was made in another network namespace");
        }
        return new User(
                local.credentials().uid(),
                Proof.LOCAL_SOCKET,
                local.end().groups(),
                local.end().process());
    }

    private Caller ofInet(Peer.Inet inet) {
        if (!isLoopback(inet.remote().getAddress())) {
            return new Unproven(false, "the call came neither over a local socket nor from 127.0.0.1 or ::1");
        }
        return ofSender(inet, inet.sender());
    }

    private Caller ofSender(Peer.Inet inet, Sender sender) {
        return switch (sender) {
            case Sender.Connection connection ->
                ofSender(inet, connection.owner().get());
            case Sender.Connected connected -> ofSocket(connected.socket());
            case Sender.Datagram datagram -> ofDatagram(inet, datagram);
            case Sender.TooEarly early -> new Unproven(true, "the datagram was sent before datagrams were marked");
            case Sender.Unknown unknown -> new Unproven(true, unknown.reason());
        };
    }

    private User ofSocket(SocketIdentity socket) {
        return new User(socket.uid(), Proof.TCP_SOCKET, Set.of(), maker(socket.controlGroup()));
    }

    private CallingProcess maker(long controlGroup) {
        return new SocketMaker(units.of(controlGroup), controlGroup);
    }

    private Caller ofDatagram(Peer.Inet inet, Sender.Datagram datagram) {
        if (!datagram.overLoopback() || !inet.local().isLoopbackAddress()) {
            return new Unproven(false, "the datagram did not come from loopback to loopback");
        }
        List<InetSocket> candidates = udpSockets.at(inet.remote().getPort());
        return host.datagramsMarked() ? ofMark(datagram.mark(), candidates) : ofTable(candidates);
    }

    /** The mark alone could have been changed by a rule of the host's firewall: a socket of that user must be there too. */
    private Caller ofMark(OptionalLong mark, List<InetSocket> candidates) {
        if (mark.isEmpty()) {
            return new Unproven(true, "the datagram is not marked with its sender, as fragments are not");
        }
        List<InetSocket> ofUser = candidates.stream()
                .filter(socket -> socket.isHeld() && socket.identity().uid() == mark.getAsLong())
                .toList();
        return ofUser.isEmpty()
                ? new Unproven(true, "the socket that sent the datagram is closed")
                : new User(mark.getAsLong(), Proof.UDP_MARK, Set.of(), maker(ofUser));
    }

    /** Any of the candidates may have sent it: IP_PKTINFO lets a socket choose its source address. */
    private Caller ofTable(List<InetSocket> candidates) {
        if (candidates.isEmpty()) {
            return new Unproven(true, "the socket that sent the datagram is closed");
        }
        long uid = candidates.getFirst().identity().uid();
        boolean certain = candidates.stream()
                .allMatch(socket -> socket.isHeld() && socket.identity().uid() == uid);
        if (!certain) {
            return new Unproven(true, "sockets of several users can have sent the datagram");
        }
        // Root's port may have been somebody else's when the datagram left it, unless nobody else can have it.
        return uid == 0 && !host.portsReserved().getAsBoolean()
                ? new Unproven(true, "net.ipv4.ip_unprivileged_port_start gives the superuser's ports to everybody")
                : new User(uid, Proof.UDP_TABLE, Set.of(), maker(candidates));
    }

    private CallingProcess maker(List<InetSocket> candidates) {
        List<Long> groups = candidates.stream()
                .map(socket -> socket.identity().controlGroup())
                .distinct()
                .toList();
        return groups.size() == 1 ? maker(groups.getFirst()) : CallingProcess.UNKNOWN;
    }

    /** Forwarders run as root, docker-proxy or socat: what comes from their high ports may come from anywhere. */
    private static Caller reservedIfRoot(Caller caller, Peer.Inet inet) {
        return caller instanceof User user
                        && user.isSuperuser()
                        && inet.remote().getPort() >= FIRST_UNRESERVED_PORT
                ? new Unproven(
                        true,
                        "over IP the superuser is believed from ports below " + FIRST_UNRESERVED_PORT
                                + " only, because forwarders run as root")
                : caller;
    }

    private Caller known(Caller caller) {
        return caller instanceof User user && user.uid() == OVERFLOW_UID && !host.everyUserMapped()
                ? new Unproven(true, "its user is not known in this user namespace")
                : caller;
    }

    /** Exactly 127.0.0.1 or ::1, as rpcbind has it: other addresses of 127.0.0.0/8 can be given to other purposes. */
    private static boolean isLoopback(InetAddress address) {
        String text = AddressText.of(address);
        return text.equals("127.0.0.1") || text.equals("::1");
    }

    /** Of the process at the other end of a TCP connection, the kernel shows the control group in which it made its socket. */
    private record SocketMaker(Optional<String> unit, long group) implements CallingProcess {
        @Override
        public int pid() {
            return 0;
        }

        @Override
        public boolean kernelThread() {
            return false;
        }

        @Override
        public Optional<String> executable() {
            return Optional.empty();
        }

        @Override
        public OptionalLong controlGroup() {
            return unit.isPresent() ? OptionalLong.of(group) : OptionalLong.empty();
        }

        @Override
        public boolean holds(long inode) {
            return false;
        }
    }
}
