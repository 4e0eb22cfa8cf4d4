package org.portmapper.liveness;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.portmapper.kernel.SocketIdentity;
import org.portmapper.registry.Evidence;
import org.portmapper.rpc.rpcbind.Binding;

/** Sockets of a kernel that a test makes up: open until it closes them. */
public final class KnownAddresses implements Addresses {
    private final Map<String, Holders> holders = new HashMap<>();
    private final Set<Long> closed = new HashSet<>();
    private final Set<InetAddress> shared = new HashSet<>();

    /** A user has a socket at an address, {@code "tcp 0.0.0.0.8.1"}, with this cookie as its inode too. */
    public void open(String netidAndAddress, long uid, long cookie) {
        SocketIdentity socket = new SocketIdentity(uid, cookie, cookie, 0);
        holders.put(netidAndAddress, new Holders(List.of(socket), new Evidence.IpSockets(uid, List.of(cookie))));
    }

    /** A user's local socket listens at a path. */
    public void listen(String netidAndPath, long uid, long cookie) {
        SocketIdentity socket = new SocketIdentity(uid, cookie, cookie, 0);
        holders.put(netidAndPath, new Holders(List.of(socket), new Evidence.LocalSocket(cookie, cookie)));
    }

    /** The socket with this cookie ends, and nobody is told. */
    public void close(long cookie) {
        closed.add(cookie);
    }

    @Override
    public Holders holdersOf(Binding binding) {
        Holders found = holders.getOrDefault(
                binding.netid().text() + " " + binding.address().text(), Holders.NONE);
        boolean gone = found.sockets().stream().anyMatch(socket -> closed.contains(socket.cookie()));
        return gone ? Holders.NONE : found;
    }

    /** Somebody else has joined the sockets at this host. */
    public void share(InetAddress host) {
        shared.add(host);
    }

    @Override
    public Service service(Binding binding, InetAddress at, Evidence.IpSockets sockets) {
        if (sockets.cookies().stream().allMatch(closed::contains)) {
            return Service.GONE;
        }
        return shared.contains(at) ? Service.SHARED : Service.OWN;
    }

    @Override
    public boolean serves(Evidence.LocalSocket socket) {
        return !closed.contains(socket.cookie());
    }
}
