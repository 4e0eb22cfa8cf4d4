package org.portmapper.liveness;

import java.net.InetAddress;
import org.portmapper.registry.Evidence;
import org.portmapper.rpc.rpcbind.Binding;

/** What the kernel knows about the addresses of services. For one thread. */
public interface Addresses {
    /** Who gets what is sent to the address of a binding. */
    Holders holdersOf(Binding binding);

    /** Who gets what is sent somewhere. */
    enum Service {
        /** The sockets that are the evidence. */
        OWN,
        /** They, or a stranger's socket at the same port. */
        SHARED,
        /** Not they: they are gone. */
        GONE
    }

    /**
     * Who gets what is sent to a binding.
     *
     * @param at the host to which it would be sent, which is the binding's own, or any for a binding to all of them
     */
    Service service(Binding binding, InetAddress at, Evidence.IpSockets sockets);

    /** The same for a look-up, of which there can be very many: the answer may be as old as {@link RecentProofs#AGE} then. */
    default Service recentService(Binding binding, InetAddress at, Evidence.IpSockets sockets) {
        return service(binding, at, sockets);
    }

    /** Whether a local socket still listens. */
    boolean serves(Evidence.LocalSocket socket);
}
