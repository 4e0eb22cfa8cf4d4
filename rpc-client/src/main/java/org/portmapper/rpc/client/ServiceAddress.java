package org.portmapper.rpc.client;

import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.UnsignedInt;

/**
 * Where one version of a program is served on one transport: what is registered and what is found, RFC 1833 section 2.
 *
 * @param program 0 to 4,294,967,295
 * @param version 0 to 4,294,967,295
 * @param address transport, host and port, or a local socket
 */
public record ServiceAddress(long program, long version, RpcAddress address) {
    /** Refuses numbers that 32 bits cannot hold. */
    public ServiceAddress {
        UnsignedInt.require("program", program);
        UnsignedInt.require("version", version);
    }

    /**
     * A service at a port, 1 to 65535, of every address of its host: what a server registers that listens on a wildcard.
     *
     * @param netid udp, tcp, udp6 or tcp6
     */
    public static ServiceAddress of(long program, long version, Netid netid, int port) {
        if (netid.family() == Netid.Family.LOOPBACK) {
            throw new IllegalArgumentException(
                    "netid: " + netid.text() + " (expected: udp, tcp, udp6 or tcp6 where a port is given)");
        } else if (port < 1) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
        return new ServiceAddress(
                program, version, RpcAddress.of(ReachableAddress.wildcard(netid.family()), port, netid));
    }

    /** The transport. */
    public Netid netid() {
        return address.netid();
    }

    /** The host and port, or the local socket. */
    public UniversalAddress universalAddress() {
        return address.address();
    }

    /** As it is registered, without an owner: the portmapper says who that is. */
    public Rpcb toRpcb() {
        return new Rpcb(program, version, netid().text(), universalAddress().text(), "");
    }

    /** As {@code program 100003 version 3 at tcp 192.0.2.1:2049}. */
    @Override
    public String toString() {
        return "program " + program + " version " + version + " at " + address;
    }
}
