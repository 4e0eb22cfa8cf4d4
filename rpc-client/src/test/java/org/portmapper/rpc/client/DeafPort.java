package org.portmapper.rpc.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.rpcbind.Netid;

/** Ports of loopback that nobody listens on, and that nobody else gets as long as this is open. */
record DeafPort(SocketChannel bound, DatagramChannel connected) implements AutoCloseable {
    static DeafPort open() throws IOException {
        // Bound and not listening; and one that hears only somebody else, so that the kernel refuses all others.
        DatagramChannel datagrams = DatagramChannel.open().bind(Loopback.anyPort());
        datagrams.connect(new InetSocketAddress(Loopback.INET, 1));
        return new DeafPort(SocketChannel.open().bind(Loopback.anyPort()), datagrams);
    }

    RpcAddress tcp() throws IOException {
        return RpcAddress.of(Loopback.INET, ((InetSocketAddress) bound.getLocalAddress()).getPort(), Netid.TCP);
    }

    RpcAddress udp() throws IOException {
        return RpcAddress.of(Loopback.INET, ((InetSocketAddress) connected.getLocalAddress()).getPort(), Netid.UDP);
    }

    @Override
    public void close() throws IOException {
        bound.close();
        connected.close();
    }
}
