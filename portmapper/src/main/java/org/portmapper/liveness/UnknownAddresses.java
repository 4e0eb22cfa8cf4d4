package org.portmapper.liveness;

import java.net.InetAddress;
import org.portmapper.registry.Evidence;
import org.portmapper.rpc.rpcbind.Binding;

/** Where the kernel shows no sockets: nobody holds anything for certain, and nothing is known to have ended. */
public final class UnknownAddresses implements Addresses {
    @Override
    public Holders holdersOf(Binding binding) {
        return Holders.NONE;
    }

    @Override
    public Service service(Binding binding, InetAddress at, Evidence.IpSockets sockets) {
        return Service.OWN;
    }

    @Override
    public boolean serves(Evidence.LocalSocket socket) {
        return true;
    }
}
