package org.portmapper.identity;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Owner;

/** What is proven about a peer: the kernel's word, never the peer's own. */
public sealed interface Caller {
    /** As whom it owns what it registers: r_owner of RFC 1833 section 2.1. */
    Owner owner();

    /**
     * A user of this host.
     *
     * @param uid 0 to 4,294,967,294
     * @param groups the ids of the process's groups; none where the proof does not tell
     */
    record User(long uid, Proof proof, Set<Long> groups, CallingProcess process) implements Caller {
        /** Copies the groups. */
        public User {
            groups = Set.copyOf(groups);
        }

        @Override
        public Owner owner() {
            return Owner.ofUid(uid);
        }

        /** Whether it is the superuser of this host. */
        public boolean isSuperuser() {
            return uid == 0;
        }
    }

    /**
     * Somebody who has proven nothing.
     *
     * @param onThisHost whether the call came over loopback
     * @param reason why there is no proof, for the log
     */
    record Unproven(boolean onThisHost, String reason) implements Caller {
        @Override
        public Owner owner() {
            return Owner.UNKNOWN;
        }
    }

    /** Ports below this one are reserved to the superuser, by the kernel's default. */
    int FIRST_UNRESERVED_PORT = 1024;

    /** What the transport proves about a peer. */
    static Caller of(Peer peer) {
        return switch (peer) {
            case Peer.Local local ->
                new User(local.credentials().uid(), Proof.LOCAL_SOCKET, Set.of(), CallingProcess.UNKNOWN);
            case Peer.Inet inet -> ofInet(inet.remote());
        };
    }

    private static Caller ofInet(InetSocketAddress remote) {
        if (!isLoopback(remote.getAddress())) {
            return new Unproven(false, "the call came neither over a local socket nor from loopback");
        }
        return remote.getPort() < FIRST_UNRESERVED_PORT
                ? new User(0, Proof.UDP_TABLE, Set.of(), CallingProcess.UNKNOWN)
                : new Unproven(true, "the port is not reserved");
    }

    /** Exactly 127.0.0.1 or ::1, as rpcbind has it: other addresses of 127.0.0.0/8 can be given to other purposes. */
    private static boolean isLoopback(InetAddress address) {
        String text = AddressText.of(address);
        return text.equals("127.0.0.1") || text.equals("::1");
    }
}
