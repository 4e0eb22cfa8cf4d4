package org.portmapper.model;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.portmapper.identity.Caller;
import org.portmapper.identity.CallingProcess;
import org.portmapper.identity.KnownLocalEnd;
import org.portmapper.identity.Peer;
import org.portmapper.identity.Proof;
import org.portmapper.identity.Sender;
import org.portmapper.kernel.PeerCredentials;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;

/** The model's callers as the daemon sees them: as peers of its transports, and with what the kernel would prove of them. */
public final class Callers {
    private final Map<Who, Peer> peers = new HashMap<>();
    private final Map<Peer, Caller> callers = new HashMap<>();

    /** All of {@link Who#ALL}. */
    public Callers() {
        for (Who who : Who.ALL) {
            // A peer of its own for everybody: they differ in nothing else than the port or the process.
            int number = peers.size() + 1;
            Peer peer = who.isLocal() ? local(who, number) : inet(who, number);
            peers.put(who, peer);
            callers.put(peer, caller(who));
        }
    }

    /** As whom the daemon sees somebody. */
    public Peer peerOf(Who who) {
        return Objects.requireNonNull(peers.get(who));
    }

    /** What is proven of a peer. */
    public Caller callerOf(Peer peer) {
        return Objects.requireNonNull(callers.get(peer));
    }

    private static Peer local(Who who, int pid) {
        return new Peer.Local(new PeerCredentials(pid, who.uid(), who.uid()), new KnownLocalEnd());
    }

    private static Peer inet(Who who, int port) {
        String remote = who.asksLoopback() ? who.asked() : who.asksIpv6() ? "fd00::2" : "10.8.0.2";
        Sender sender = switch (who.proof()) {
            case MARK -> new Sender.Datagram(OptionalLong.of(who.uid()), true);
            case TABLE -> new Sender.Datagram(OptionalLong.empty(), true);
            case LOCAL_SOCKET, NOT -> new Sender.Unknown("nothing is known");
        };
        return new Peer.Inet(
                Netid.of(who.netid()).orElseThrow(),
                new InetSocketAddress(address(remote), port),
                address(who.asked()),
                sender);
    }

    private static Caller caller(Who who) {
        return switch (who.proof()) {
            case LOCAL_SOCKET -> user(who, Proof.LOCAL_SOCKET);
            case MARK -> user(who, Proof.UDP_MARK);
            case TABLE -> user(who, Proof.UDP_TABLE);
            case NOT -> new Caller.Unproven(!who.isElsewhere(), "nothing is proven");
        };
    }

    private static Caller user(Who who, Proof proof) {
        return new Caller.User(who.uid(), proof, Set.of(), CallingProcess.UNKNOWN);
    }

    static InetAddress address(String text) {
        return AddressText.parse(text).orElseThrow();
    }
}
