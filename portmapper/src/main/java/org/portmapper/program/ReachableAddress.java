package org.portmapper.program;

import java.net.InetAddress;
import java.util.Optional;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** The address at which a caller can reach a service, RFC 1833 section 2.2.1: GETADDR, and what GETPORT leaves implied. */
final class ReachableAddress {
    private ReachableAddress() {}

    /**
     * Where the peer reaches what is bound: a wildcard address becomes the one by which the peer reached us, a specific
     * one is as it is.
     *
     * @param hint the portmapper's own address as the peer sees it; anything that makes no sense is passed over
     * @return empty where the peer cannot reach it: a service on loopback is not offered to the network
     */
    static Optional<UniversalAddress> of(Binding binding, Peer peer, String hint) {
        if (peer instanceof Peer.Inet inet && binding.address() instanceof UniversalAddress.Inet address) {
            return of(address, inet, hint);
        }
        return peer instanceof Peer.Local ? Optional.of(binding.address()) : Optional.empty();
    }

    private static Optional<UniversalAddress> of(UniversalAddress.Inet address, Peer.Inet peer, String hint) {
        if (address.host().isAnyLocalAddress()) {
            return Optional.of(address.at(hinted(peer, hint).orElse(peer.local())));
        }
        boolean hidden = address.host().isLoopbackAddress() && !peer.local().isLoopbackAddress();
        return hidden ? Optional.empty() : Optional.of(address);
    }

    /**
     * Where the port alone leads the peer, if that is the service: GETPORT cannot say on which address it is bound, so the
     * peer will try the one at which it asked.
     */
    static Optional<UniversalAddress> byPort(Binding binding, Peer peer) {
        if (!(binding.address() instanceof UniversalAddress.Inet address)) {
            return Optional.empty();
        }
        if (!(peer instanceof Peer.Inet inet)) {
            // Over a local socket nobody asks at any address: who asks there is on this host, and tries loopback.
            return Optional.of(address.host().isAnyLocalAddress() ? address.at(loopback(binding.netid())) : address);
        }
        return byPort(address, inet.local()) ? Optional.of(address.at(tried(address, inet.local()))) : Optional.empty();
    }

    /** The loopback address of a transport's family. */
    static InetAddress loopback(Netid netid) {
        String text = netid.family() == Netid.Family.INET6 ? "::1.0.0" : "127.0.0.1.0.0";
        return UniversalAddress.parseInet(text).orElseThrow().host();
    }

    private static boolean byPort(UniversalAddress.Inet address, InetAddress asked) {
        InetAddress host = address.host();
        boolean sameFamily = host.getClass() == asked.getClass();
        return host.isAnyLocalAddress()
                || (host.isLoopbackAddress() && asked.isLoopbackAddress())
                || (sameFamily ? host.equals(asked) : !host.isLoopbackAddress());
    }

    private static InetAddress tried(UniversalAddress.Inet address, InetAddress asked) {
        boolean anyOfItsFamily =
                address.host().isAnyLocalAddress() && address.host().getClass() == asked.getClass();
        return anyOfItsFamily ? asked : address.host();
    }

    /** The host that the hint names, if it can be an address by which the peer reached us. */
    private static Optional<InetAddress> hinted(Peer.Inet peer, String hint) {
        return UniversalAddress.parse(peer.netid().family(), hint)
                .map(address -> (UniversalAddress.Inet) address)
                .filter(address -> !address.isGroup() && !address.host().isAnyLocalAddress())
                .map(UniversalAddress.Inet::host)
                .filter(host -> !host.isLoopbackAddress() || peer.local().isLoopbackAddress())
                // Some clients send their own address; on this very host it may be ours as well.
                .filter(host -> !host.equals(peer.remote().getAddress()) || host.equals(peer.local()));
    }
}
