package org.portmapper.registry;

import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** A binding that is registered, and what shows that its service is there. */
public record Registration(Binding binding, Evidence evidence) {
    /** The IP port that it is bound to; 0 for a local socket. */
    public int port() {
        return binding.address() instanceof UniversalAddress.Inet inet ? inet.port() : 0;
    }
}
