package org.portmapper.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** What the daemon registers of itself: program 100000 on each transport that it serves, RFC 1833 section 2.2.1. */
final class OwnBindings {
    /** rpcbind's order, which tools show to people who compare. */
    private static final List<Netid> ORDER = List.of(Netid.TCP6, Netid.UDP6, Netid.TCP, Netid.UDP, Netid.LOCAL);

    private OwnBindings() {}

    static List<Registration> of(List<Sockets.Served> served) {
        List<Registration> bindings = new ArrayList<>();
        for (Netid netid : ORDER) {
            List<UniversalAddress> addresses = served.stream()
                    .filter(place -> place.netid() == netid)
                    .map(Sockets.Served::address)
                    .distinct()
                    .toList();
            if (!addresses.isEmpty()) {
                addVersions(bindings, netid, one(addresses));
            }
        }
        return bindings;
    }

    private static void addVersions(List<Registration> bindings, Netid netid, UniversalAddress address) {
        // Version 2 is answered everywhere, but it can only be looked up where a mapping can say so.
        long lowest = netid.hasMapping() ? Rpcbind.VERSION_2 : Rpcbind.VERSION_3;
        for (long version = Rpcbind.VERSION_4; version >= lowest; version--) {
            Binding binding = new Binding(Rpcbind.PROGRAM, version, netid, address, Owner.SUPERUSER);
            bindings.add(new Registration(binding, new Evidence.Portmapper()));
        }
    }

    /** One binding must stand for all addresses: a wildcard, which becomes the address at which somebody asks. */
    private static UniversalAddress one(List<UniversalAddress> addresses) {
        UniversalAddress first = addresses.getFirst();
        return addresses.size() > 1 && first instanceof UniversalAddress.Inet inet
                ? inet.at(wildcardLike(inet.host()))
                : first;
    }

    private static InetAddress wildcardLike(InetAddress host) {
        String wildcard = host instanceof java.net.Inet6Address ? "::.0.0" : "0.0.0.0.0.0";
        return UniversalAddress.parseInet(wildcard).orElseThrow().host();
    }
}
