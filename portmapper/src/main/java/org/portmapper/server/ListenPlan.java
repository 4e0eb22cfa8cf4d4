package org.portmapper.server;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.rpcbind.AddressText;

/** The addresses to listen on, over UDP and TCP alike. */
record ListenPlan(List<Place> places) {
    /**
     * One address.
     *
     * @param required whether the daemon must not start without it: otherwise a host that does not have it does without
     */
    record Place(InetAddress address, boolean required) {}

    private static final InetAddress ANY_IPV4 = literal("0.0.0.0");
    private static final InetAddress ANY_IPV6 = literal("::");
    private static final InetAddress LOOPBACK_IPV4 = literal("127.0.0.1");
    private static final InetAddress LOOPBACK_IPV6 = literal("::1");

    /**
     * Every address of the host where none is given. Otherwise those given and loopback, over which programs of this host
     * register. IPv6 that nobody asked for is not required.
     */
    static ListenPlan of(List<InetAddress> listen) {
        if (listen.isEmpty()) {
            return new ListenPlan(List.of(new Place(ANY_IPV4, true), new Place(ANY_IPV6, false)));
        }
        List<Place> places = new ArrayList<>();
        listen.stream().distinct().forEach(address -> places.add(new Place(address, true)));
        addLoopback(places, listen, LOOPBACK_IPV4, ANY_IPV4);
        addLoopback(places, listen, LOOPBACK_IPV6, ANY_IPV6);
        return new ListenPlan(places);
    }

    private static void addLoopback(
            List<Place> places, List<InetAddress> listen, InetAddress loopback, InetAddress wildcard) {
        if (!listen.contains(loopback) && !listen.contains(wildcard)) {
            places.add(new Place(loopback, false));
        }
    }

    /** The loopback address of an address's family. */
    static InetAddress loopbackLike(InetAddress address) {
        return address instanceof Inet4Address ? LOOPBACK_IPV4 : LOOPBACK_IPV6;
    }

    private static InetAddress literal(String text) {
        return AddressText.parse(text).orElseThrow();
    }
}
