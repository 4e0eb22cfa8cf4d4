package org.portmapper.interop.differential;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import org.portmapper.rpc.rpcbind.Rpcbind;

/** Opens the sockets of callers. */
final class Sockets {
    private static final int FIRST_RESERVED = 600;
    private static final int LAST_RESERVED = 1023;

    private static int nextReserved = FIRST_RESERVED;

    private Sockets() {}

    /** A datagram socket that is bound but not connected: replies from elsewhere reach it too. */
    static DatagramChannel openDatagram(Caller caller) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        bind(channel, caller);
        return channel;
    }

    /** A connected stream. */
    static SocketChannel openStream(Caller caller) throws IOException {
        return switch (caller.port()) {
            case NONE -> openLocal(caller);
            case HIGH, RESERVED -> {
                SocketChannel channel = SocketChannel.open();
                // Every piece of a step leaves at once, as a segment of its own.
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                bind(channel, caller);
                channel.connect(destination(caller));
                yield channel;
            }
        };
    }

    static InetSocketAddress destination(Caller caller) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(caller.destination()), Rpcbind.PORT);
    }

    private static SocketChannel openLocal(Caller caller) throws IOException {
        UnixDomainSocketAddress path = UnixDomainSocketAddress.of(Rpcbind.LOCAL_SOCKET);
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        if (caller == Caller.LOCAL_NOBODY) {
            EffectiveUid.asNobody(() -> channel.connect(path));
        } else {
            channel.connect(path);
        }
        return channel;
    }

    private static void bind(NetworkChannel channel, Caller caller) throws IOException {
        InetAddress source = InetAddress.getByName(caller.source());
        if (caller.port() == Caller.Port.HIGH) {
            channel.bind(new InetSocketAddress(source, 0));
            return;
        }
        bindReserved(channel, source);
    }

    /** Never the same port twice in a row: TCP keeps the ones just used for a minute. */
    private static void bindReserved(NetworkChannel channel, InetAddress source) throws IOException {
        for (int attempt = FIRST_RESERVED; attempt <= LAST_RESERVED; attempt++) {
            int port = nextReserved;
            nextReserved = port == LAST_RESERVED ? FIRST_RESERVED : port + 1;
            if (isBound(channel, new InetSocketAddress(source, port))) {
                return;
            }
        }
        throw new BindException("no reserved port is free");
    }

    /** False where somebody else has the port. */
    private static boolean isBound(NetworkChannel channel, InetSocketAddress address) throws IOException {
        try {
            channel.bind(address);
            return true;
        } catch (BindException e) {
            return false;
        }
    }
}
