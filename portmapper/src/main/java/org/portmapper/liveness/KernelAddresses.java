package org.portmapper.liveness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.portmapper.kernel.HostAddress;
import org.portmapper.kernel.InetSocket;
import org.portmapper.kernel.IpProtocol;
import org.portmapper.kernel.LocalListener;
import org.portmapper.kernel.LocalSocketTable;
import org.portmapper.kernel.SocketIdentity;
import org.portmapper.kernel.SocketTable;
import org.portmapper.registry.Evidence;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the kernel's socket tables: sock_diag(7). */
public final class KernelAddresses implements Addresses {
    private static final Logger log = LoggerFactory.getLogger(KernelAddresses.class);

    /** (uid_t) -1, which no user has. */
    private static final long NOBODY = 0xffff_ffffL;

    private final SocketTable sockets;
    private final LocalSocketTable localSockets;
    private final RecentProofs recent = new RecentProofs(System::nanoTime);

    /** Asks these tables, which must be the thread's own. */
    public KernelAddresses(SocketTable sockets, LocalSocketTable localSockets) {
        this.sockets = sockets;
        this.localSockets = localSockets;
    }

    /** Where the kernel does not answer nobody is known to be there: nothing is registered on a guess. */
    @Override
    public Holders holdersOf(Binding binding) {
        try {
            return switch (binding.address()) {
                case UniversalAddress.Inet inet -> holdersOf(protocol(binding.netid()), inet);
                case UniversalAddress.Local local -> holdersOf(local);
            };
        } catch (IOException e) {
            log.warn("sockets at {} cannot be listed: {}", binding.address().text(), e.getMessage());
            return Holders.NONE;
        }
    }

    private Holders holdersOf(IpProtocol protocol, UniversalAddress.Inet address) throws IOException {
        if (!HostAddress.isOfThisHost(address.host())) {
            return Holders.NONE;
        }
        List<SocketIdentity> covering =
                covering(protocol, address).stream().map(InetSocket::identity).toList();
        return covering.isEmpty()
                ? Holders.NONE
                : new Holders(
                        covering,
                        new Evidence.IpSockets(
                                covering.getFirst().uid(),
                                covering.stream().map(SocketIdentity::cookie).toList()));
    }

    private List<InetSocket> covering(IpProtocol protocol, UniversalAddress.Inet address) throws IOException {
        return sockets.bound(protocol, address.port()).stream()
                .filter(socket -> hasNoPeer(socket) && socket.covers(address.host()))
                .toList();
    }

    /** A UDP socket that is connected gets nothing but what its peer sends. */
    private static boolean hasNoPeer(InetSocket socket) {
        return socket.remote().getPort() == 0;
    }

    private Holders holdersOf(UniversalAddress.Local address) throws IOException {
        return localSockets
                .listening(address.path())
                .map(listener -> new Holders(
                        List.of(identity(listener)), new Evidence.LocalSocket(listener.inode(), listener.cookie())))
                .orElse(Holders.NONE);
    }

    private static SocketIdentity identity(LocalListener listener) {
        return new SocketIdentity(listener.uid().orElse(NOBODY), listener.inode(), listener.cookie(), 0);
    }

    /** Where the kernel does not answer, what was proven before holds. */
    @Override
    public Service service(Binding binding, InetAddress at, Evidence.IpSockets evidence) {
        try {
            return binding.address() instanceof UniversalAddress.Inet inet
                    ? service(protocol(binding.netid()), inet, at, evidence)
                    : Service.OWN;
        } catch (IOException e) {
            log.warn("sockets at {} cannot be listed: {}", binding.address().text(), e.getMessage());
            return Service.OWN;
        }
    }

    @Override
    public Service recentService(Binding binding, InetAddress at, Evidence.IpSockets evidence) {
        if (recent.suffice(evidence, at)) {
            return Service.OWN;
        }
        Service service = service(binding, at, evidence);
        if (service == Service.OWN) {
            recent.remember(evidence, at);
        }
        return service;
    }

    private Service service(
            IpProtocol protocol, UniversalAddress.Inet bound, InetAddress at, Evidence.IpSockets evidence)
            throws IOException {
        InetSocketAddress where = new InetSocketAddress(at, bound.port());
        for (long cookie : evidence.cookies()) {
            if (sockets.answers(protocol, where, cookie)) {
                return Service.OWN;
            }
        }
        List<InetSocket> covering = covering(protocol, bound);
        if (covering.stream().noneMatch(socket -> isEvidence(socket, evidence))) {
            return Service.GONE;
        }
        // Of several sockets of one owner, any may get it: that of a port range, of a group, of one address.
        boolean alone = covering.stream()
                .filter(socket -> socket.covers(at))
                .allMatch(socket ->
                        isEvidence(socket, evidence) || socket.identity().uid() == evidence.uid());
        return alone ? Service.OWN : Service.SHARED;
    }

    private static boolean isEvidence(InetSocket socket, Evidence.IpSockets evidence) {
        return evidence.cookies().contains(socket.identity().cookie());
    }

    @Override
    public boolean serves(Evidence.LocalSocket socket) {
        try {
            return localSockets.isListening(socket.inode(), socket.cookie());
        } catch (IOException e) {
            log.warn("local sockets cannot be listed: {}", e.getMessage());
            return true;
        }
    }

    private static IpProtocol protocol(Netid netid) {
        return netid.protocolName().equals("tcp") ? IpProtocol.TCP : IpProtocol.UDP;
    }
}
