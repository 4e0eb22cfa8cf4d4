package org.portmapper.state;

import java.util.List;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** Registrations for tests. */
final class Registrations {
    static final SystemIdentity SYSTEM = new SystemIdentity("boot net");

    private Registrations() {}

    /** A service of a user at a TCP port, with these sockets. */
    static Registration tcp(long program, int port, Long... cookies) {
        return of(
                program,
                Netid.TCP,
                "0.0.0.0." + (port >> 8) + "." + (port & 0xff),
                new Evidence.IpSockets(1000, List.of(cookies)));
    }

    static Registration of(long program, Netid netid, String address, Evidence evidence) {
        UniversalAddress parsed =
                UniversalAddress.parse(netid.family(), address).orElseThrow();
        return new Registration(new Binding(program, 3, netid, parsed, Owner.ofUid(1000)), evidence);
    }
}
