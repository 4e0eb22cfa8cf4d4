package org.portmapper.rpc.client;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** What a registered address means to whoever asked for it. */
final class ReachableAddress {
    private ReachableAddress() {}

    /**
     * Where the caller reaches what is registered: a wildcard is at the host that was asked. Empty where the caller cannot
     * reach it, because it is on the loopback of another host or on a family by which that host is not known.
     *
     * @param registered as the portmapper keeps it
     * @param ways how the caller reaches the portmapper, the one that answered first
     */
    static Optional<UniversalAddress> of(UniversalAddress registered, List<RpcAddress> ways) {
        boolean onThisHost = ways.stream().anyMatch(ReachableAddress::isOnThisHost);
        if (!(registered instanceof UniversalAddress.Inet inet)) {
            return onThisHost ? Optional.of(registered) : Optional.empty();
        } else if (inet.host().isAnyLocalAddress()) {
            return hostLike(inet.host(), ways, onThisHost).map(inet::at);
        }
        return inet.host().isLoopbackAddress() && !onThisHost ? Optional.empty() : Optional.of(inet);
    }

    /** Whether who is reached so is on this host for certain. */
    static boolean isOnThisHost(RpcAddress way) {
        return !(way.address() instanceof UniversalAddress.Inet inet)
                || inet.host().isLoopbackAddress();
    }

    private static Optional<InetAddress> hostLike(InetAddress wildcard, List<RpcAddress> ways, boolean onThisHost) {
        Optional<InetAddress> known = ways.stream()
                .flatMap(way -> way.address() instanceof UniversalAddress.Inet inet
                        ? Optional.of(inet.host()).stream()
                        : Optional.<InetAddress>empty().stream())
                .filter(host -> host.getClass().equals(wildcard.getClass()))
                .findFirst();
        return known.or(() -> onThisHost ? Optional.of(loopbackLike(wildcard)) : Optional.empty());
    }

    private static InetAddress loopbackLike(InetAddress wildcard) {
        return wildcard.getAddress().length == 4 ? loopback(Netid.Family.INET) : loopback(Netid.Family.INET6);
    }

    static InetAddress loopback(Netid.Family family) {
        return ip(family == Netid.Family.INET6 ? "::1" : "127.0.0.1");
    }

    static InetAddress wildcard(Netid.Family family) {
        return ip(family == Netid.Family.INET6 ? "::" : "0.0.0.0");
    }

    private static InetAddress ip(String text) {
        return AddressText.parse(text).orElseThrow();
    }
}
