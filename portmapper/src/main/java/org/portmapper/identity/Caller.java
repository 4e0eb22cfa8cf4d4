package org.portmapper.identity;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Owner;

/** What is proven about a peer. */
public sealed interface Caller {
    /** As whom it owns what it registers. */
    Owner owner();

    /** A user of this host, whose id the kernel told. */
    record LocalUser(long uid) implements Caller {
        @Override
        public Owner owner() {
            return Owner.ofUid(uid);
        }
    }

    /** Somebody on this host's loopback address; from a reserved port taken for the superuser, as rpcbind does. */
    record LoopbackUser(boolean reservedPort) implements Caller {
        @Override
        public Owner owner() {
            return reservedPort ? Owner.SUPERUSER : Owner.UNKNOWN;
        }
    }

    /** Somebody who has proven nothing. */
    record Anonymous() implements Caller {
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
            case Peer.Local local -> new LocalUser(local.credentials().uid());
            case Peer.Inet inet -> ofInet(inet.remote());
        };
    }

    private static Caller ofInet(InetSocketAddress remote) {
        return isLoopback(remote.getAddress())
                ? new LoopbackUser(remote.getPort() < FIRST_UNRESERVED_PORT)
                : new Anonymous();
    }

    /** Exactly 127.0.0.1 or ::1, as rpcbind has it: other addresses of 127.0.0.0/8 can be given to other purposes. */
    private static boolean isLoopback(InetAddress address) {
        String text = AddressText.of(address);
        return text.equals("127.0.0.1") || text.equals("::1");
    }
}
