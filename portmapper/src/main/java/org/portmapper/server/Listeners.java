package org.portmapper.server;

import io.netty.channel.EventLoop;
import io.netty.channel.IoRegistration;
import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.portmapper.config.PortmapperConfig.Protection;
import org.portmapper.kernel.DatagramBatch;
import org.portmapper.kernel.ErrnoException;
import org.portmapper.kernel.ListeningSocket;
import org.portmapper.kernel.UdpSocket;
import org.portmapper.server.OpenChannels.WhenFull;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All sockets of the daemon on its event loop, from the first call that is taken to the last. */
final class Listeners {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final Sockets sockets;
    private final Calls calls;
    private final EventLoop loop;
    private final List<IoRegistration> datagrams = new ArrayList<>();
    private final UdpReplies replies;
    private final OpenChannels tcp;
    private final OpenChannels local;

    Listeners(Sockets sockets, Calls calls, Protection protection, EventLoop loop) {
        this.sockets = sockets;
        this.calls = calls;
        this.loop = loop;
        this.replies = new UdpReplies(protection);
        int perSource = protection.connectionsPerSource();
        this.tcp = new OpenChannels(protection.connections(), perSource, WhenFull.CLOSE_THE_SILENT);
        this.local = new OpenChannels(Limits.LOCAL_CONNECTIONS, perSource, WhenFull.KEEP_ALL);
    }

    /** Takes calls from now on; throws a {@link java.util.concurrent.CompletionException} where the loop cannot. */
    void open() {
        DatagramBatch batch = new DatagramBatch();
        for (UdpSocket socket : sockets.udp()) {
            datagrams.add(UdpListener.serve(socket, batch, calls, replies, loop).join());
        }
        List<CompletableFuture<Void>> streams = new ArrayList<>();
        for (ListeningSocket socket : sockets.tcp()) {
            streams.add(StreamListener.serveTcp(socket.fd(), calls, tcp, loop));
        }
        for (ListeningSocket socket : sockets.local()) {
            streams.add(StreamListener.serveLocal(socket.fd(), calls, local, loop));
        }
        streams.forEach(CompletableFuture::join);
        // Last, because it looks at every interface of the host, and only who asks the group has to wait.
        sockets.udp().forEach(Listeners::joinGroupIfIpv6);
    }

    /**
     * Closes every socket and waits until it is closed. The end of an event loop is no proof of that: it leaves channels
     * open now and then.
     */
    void close() {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        loop.execute(() -> stopTaking().thenRun(() -> answered.complete(null)));
        loop.schedule(() -> answered.complete(null), Limits.LAST_CALLS.toMillis(), TimeUnit.MILLISECONDS);
        answered.join();
        loop.submit(this::closeAll).awaitUninterruptibly();
    }

    /** What has not been read waits for whoever has the sockets next. */
    private CompletableFuture<Void> stopTaking() {
        datagrams.forEach(IoRegistration::cancel);
        return CompletableFuture.allOf(tcp.stopAccepting(), local.stopAccepting());
    }

    private void closeAll() {
        tcp.close();
        local.close();
        sockets.udp().forEach(UdpSocket::close);
    }

    private static void joinGroupIfIpv6(UdpSocket socket) {
        try {
            if (socket.localAddress().getAddress() instanceof Inet6Address address && address.isAnyLocalAddress()) {
                MulticastGroup.join(socket);
            }
        } catch (ErrnoException e) {
            log.warn("IPv6 multicast is not received: {}", e.errno());
        }
    }
}
