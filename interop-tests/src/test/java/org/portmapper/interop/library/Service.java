package org.portmapper.interop.library;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.ServiceAddress;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** A socket that a program could be served at: portmappers that look at sockets want one behind each binding. */
record Service(RpcAddress address, NetworkChannel socket) implements AutoCloseable {

    /** At any port of every address of the transport's family; a local one at any path. */
    static Service open(Netid netid) throws IOException {
        return netid == Netid.LOCAL ? openLocal() : openAt(netid, wildcard(netid));
    }

    private static InetAddress wildcard(Netid netid) {
        return AddressText.parse(netid.family() == Netid.Family.INET6 ? "::" : "0.0.0.0")
                .orElseThrow();
    }

    static InetAddress loopback(Netid.Family family) {
        return AddressText.parse(family == Netid.Family.INET6 ? "::1" : "127.0.0.1")
                .orElseThrow();
    }

    /** At any port of one address. */
    static Service openAt(Netid netid, InetAddress host) throws IOException {
        ProtocolFamily family =
                host instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
        NetworkChannel socket = netid.semantics() == Netid.Semantics.CONNECTIONLESS
                ? DatagramChannel.open(family)
                : ServerSocketChannel.open(family);
        socket.bind(new InetSocketAddress(host, 0));
        InetSocketAddress bound = (InetSocketAddress) socket.getLocalAddress();
        return new Service(RpcAddress.of(host, bound.getPort(), netid), socket);
    }

    private static Service openLocal() throws IOException {
        Path path = Files.createTempDirectory("service").resolve("socket");
        ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(path));
        return new Service(RpcAddress.ofLocal(path.toString()), socket);
    }

    Netid netid() {
        return address.netid();
    }

    /** The address on the wire. */
    String uaddr() {
        return address.address().text();
    }

    int port() {
        return ((UniversalAddress.Inet) address.address()).port();
    }

    ServiceAddress serves(long program, long version) {
        return new ServiceAddress(program, version, address);
    }

    /** Where the service is reached by somebody who reaches the portmapper there. */
    UniversalAddress asSeenFrom(RpcAddress portmapper) {
        return portmapper.address() instanceof UniversalAddress.Inet inet
                ? new UniversalAddress.Inet(inet.host(), port())
                : address.address();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
