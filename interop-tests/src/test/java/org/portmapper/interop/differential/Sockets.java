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
    /** The port of a caller that is a service itself; differential.sh leaves it free. */
    static final int SERVICE_PORT = 4010;

    private static final int FIRST_RESERVED = 600;
    private static final int LAST_RESERVED = 1023;

    private static int nextReserved = FIRST_RESERVED;

    private Sockets() {}

    /** A datagram socket that is bound but not connected: replies from elsewhere reach it too. */
    static DatagramChannel openDatagram(Caller caller) throws IOException {
        return as(caller, () -> {
            DatagramChannel channel = DatagramChannel.open();
            bind(channel, caller);
            return channel;
        });
    }

    /** A connected stream. */
    static SocketChannel openStream(Caller caller) throws IOException {
        return as(caller, () -> caller.port() == Caller.Port.NONE ? openLocal() : openTcp(caller));
    }

    /** A socket belongs to the user that the thread was when it made it. */
    private static <T> T as(Caller caller, EffectiveUid.Action<T> action) throws IOException {
        return caller.isNobody() ? EffectiveUid.asNobody(action) : action.run();
    }

    private static SocketChannel openTcp(Caller caller) throws IOException {
        SocketChannel channel = SocketChannel.open();
        // Every piece of a step leaves at once, as a segment of its own.
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        bind(channel, caller);
        channel.connect(destination(caller));
        return channel;
    }

    static InetSocketAddress destination(Caller caller) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(caller.destination()), Rpcbind.PORT);
    }

    private static SocketChannel openLocal() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(Rpcbind.LOCAL_SOCKET));
        return channel;
    }

    private static void bind(NetworkChannel channel, Caller caller) throws IOException {
        InetAddress source = InetAddress.getByName(caller.source());
        switch (caller.port()) {
            case NONE, HIGH -> channel.bind(new InetSocketAddress(source, 0));
            case SERVICE -> channel.bind(new InetSocketAddress(source, SERVICE_PORT));
            case RESERVED -> bindReserved(channel, source);
        }
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
