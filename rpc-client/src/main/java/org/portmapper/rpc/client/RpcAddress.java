package org.portmapper.rpc.client;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.stream.Stream;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** Where a program is reached: the transport and the address on it, RFC 1833 section 2. */
public record RpcAddress(Netid netid, UniversalAddress address) {
    /** Refuses an address of another family than the transport's. */
    public RpcAddress {
        if (!fits(netid.family(), address)) {
            throw new IllegalArgumentException("address: " + address.text() + " (expected: one of family "
                    + netid.family().text() + " for " + netid.text() + ")");
        }
    }

    private static boolean fits(Netid.Family family, UniversalAddress address) {
        return switch (family) {
            case INET -> address instanceof UniversalAddress.Inet inet && inet.host() instanceof Inet4Address;
            case INET6 -> address instanceof UniversalAddress.Inet inet && inet.host() instanceof Inet6Address;
            case LOOPBACK -> address instanceof UniversalAddress.Local;
        };
    }

    /** A port, 0 to 65535, at an address of the transport's family. */
    public static RpcAddress of(InetAddress host, int port, Netid netid) {
        return new RpcAddress(netid, new UniversalAddress.Inet(host, port));
    }

    /**
     * A port, 0 to 65535, at a host by its name or address; asks the name service and waits for it.
     *
     * @throws RpcException.Unreachable if the host has no address of the transport's family
     */
    public static RpcAddress of(String host, int port, Netid netid) {
        Class<? extends InetAddress> wanted = switch (netid.family()) {
            case INET -> Inet4Address.class;
            case INET6 -> Inet6Address.class;
            case LOOPBACK ->
                throw new IllegalArgumentException(
                        "netid: " + netid.text() + " (expected: udp, tcp, udp6 or tcp6 where a host is given)");
        };
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .filter(wanted::isInstance)
                    .findFirst()
                    .map(address -> of(address, port, netid))
                    .orElseThrow(() -> noSuchHost(host, netid));
        } catch (UnknownHostException e) {
            throw noSuchHost(host, netid);
        }
    }

    private static RpcException noSuchHost(String host, Netid netid) {
        String family = netid.family() == Netid.Family.INET6 ? "IPv6" : "IPv4";
        return new RpcException.Unreachable(
                "host: " + host + " (expected: an " + family + " address, or a name that has one)");
    }

    /** The portmapper of a host by its name or address: port 111. See {@link #of(String, int, Netid)}. */
    public static RpcAddress ofPortmapper(String host, Netid netid) {
        return of(host, Rpcbind.PORT, netid);
    }

    /** The local socket with this path, which begins with "/" and has at most 108 bytes. */
    public static RpcAddress ofLocal(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("local socket: " + path + " (expected: a path that begins with \"/\")");
        }
        return new RpcAddress(Netid.LOCAL, new UniversalAddress.Local(path));
    }

    /** Transport, address and port as people write them: {@code udp 127.0.0.1:111}, {@code tcp6 [::1]:111}. */
    @Override
    public String toString() {
        return netid.text() + " " + text();
    }

    private String text() {
        return address instanceof UniversalAddress.Inet inet ? text(inet) : address.text();
    }

    private static String text(UniversalAddress.Inet inet) {
        String host = AddressText.of(inet.host());
        return (inet.host() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + inet.port();
    }

    static InetSocketAddress socketAddress(UniversalAddress.Inet inet) {
        return new InetSocketAddress(inet.host(), inet.port());
    }
}
