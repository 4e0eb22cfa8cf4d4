package org.portmapper.identity;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.portmapper.kernel.PeerCredentials;
import org.portmapper.rpc.rpcbind.Netid;

/** Where a call came from and which of our addresses it came to: what the transport saw, and no more. */
public sealed interface Peer {
    /** The transport that the call came in on. */
    Netid netid();

    /** The other end of a local socket, with the credentials that the kernel recorded when it connected. */
    record Local(PeerCredentials credentials) implements Peer {
        @Override
        public Netid netid() {
            return Netid.LOCAL;
        }

        @Override
        public String toString() {
            return "local uid " + credentials.uid() + " pid " + credentials.pid();
        }
    }

    /**
     * An IP address.
     *
     * @param remote where the call came from
     * @param local our address that the caller reached; never a wildcard, broadcast or multicast address
     */
    record Inet(Netid netid, InetSocketAddress remote, InetAddress local) implements Peer {
        @Override
        public String toString() {
            return netid.text() + " " + remote.getAddress().getHostAddress() + " port " + remote.getPort();
        }
    }
}
