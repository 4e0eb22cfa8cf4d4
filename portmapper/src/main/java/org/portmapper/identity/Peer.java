package org.portmapper.identity;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.portmapper.kernel.PeerCredentials;
import org.portmapper.rpc.rpcbind.Netid;

/** Where a call came from and which of our addresses it came to: what the transport saw, and no more. */
public sealed interface Peer {
    /** The transport that the call came in on. */
    Netid netid();

    /**
     * The other end of a local socket.
     *
     * @param credentials what the kernel recorded when it connected
     * @param end the socket itself, for what is seldom asked
     */
    record Local(PeerCredentials credentials, LocalEnd end) implements Peer {
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
     * @param sender what the kernel told about the socket at the other end
     */
    record Inet(Netid netid, InetSocketAddress remote, InetAddress local, Sender sender) implements Peer {
        @Override
        public String toString() {
            return netid.text() + " " + remote.getAddress().getHostAddress() + " port " + remote.getPort();
        }
    }
}
