package org.portmapper.server;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.Inet6Address;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.dispatch.Dispatcher;
import org.portmapper.kernel.DatagramBatch;
import org.portmapper.kernel.ErrnoException;
import org.portmapper.kernel.InheritanceException;
import org.portmapper.kernel.InheritedSocket;
import org.portmapper.kernel.InheritedSockets;
import org.portmapper.kernel.KernelSupport;
import org.portmapper.kernel.ListeningSocket;
import org.portmapper.kernel.ServiceNotifier;
import org.portmapper.kernel.UdpSocket;
import org.portmapper.policy.LoopbackPolicy;
import org.portmapper.program.Forwarder;
import org.portmapper.program.RpcbindProgram;
import org.portmapper.registry.BindingRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running daemon: its sockets on one event loop, over one registry. */
public final class Portmapper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Portmapper.class);

    /** Everything that is served is served by one thread: no lookup waits for a lock. */
    private static final int EVENT_LOOPS = 1;

    private final Sockets sockets;
    private final EventLoopGroup loops;
    private final ServiceNotifier notifier;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private Portmapper(Sockets sockets, EventLoopGroup loops, ServiceNotifier notifier) {
        this.sockets = sockets;
        this.loops = loops;
        this.notifier = notifier;
    }

    /**
     * Starts to serve, and tells the service manager once it does.
     *
     * @throws StartException if anything that the configuration asks for cannot be served; nothing is left open then
     */
    public static Portmapper start(PortmapperConfig config) throws StartException {
        return start(config, System.getenv());
    }

    static Portmapper start(PortmapperConfig config, Map<String, String> environment) throws StartException {
        Optional<String> missing = KernelSupport.missing();
        if (missing.isPresent()) {
            throw new StartException(missing.get());
        }
        List<InheritedSocket> inherited = inherited(environment);
        makeStateDirectory(config);
        Sockets sockets = SocketOpener.open(config, inherited);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                EVENT_LOOPS, new DefaultThreadFactory("portmapper"), EpollIoHandler.newFactory());
        Portmapper portmapper = new Portmapper(sockets, loops, ServiceNotifier.from(environment));
        portmapper.serve(config);
        portmapper.notifier.ready().ifPresent(log::warn);
        return portmapper;
    }

    private static List<InheritedSocket> inherited(Map<String, String> environment) throws StartException {
        try {
            return InheritedSockets.from(environment);
        } catch (InheritanceException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    private static void makeStateDirectory(PortmapperConfig config) throws StartException {
        try {
            Files.createDirectories(config.stateDirectory());
        } catch (IOException e) {
            throw Refusal.ofStateDirectory(config.stateDirectory(), e);
        }
    }

    private void serve(PortmapperConfig config) throws StartException {
        BindingRegistry registry = new BindingRegistry();
        OwnBindings.of(sockets.served()).forEach(registry::set);
        EventLoop loop = loops.next();
        Optional<Forwarder> forwarder = config.remoteCalls() ? Optional.of(new UdpForwarder(loop)) : Optional.empty();
        Dispatcher dispatcher =
                new Dispatcher(new RpcbindProgram(registry, new LoopbackPolicy(), forwarder, InstantSource.system()));
        try {
            CompletableFuture.allOf(listen(dispatcher, loop).toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            close();
            throw new StartException("event loop: " + e.getCause() + " (expected: Linux with epoll)");
        }
        sockets.served()
                .forEach(place -> log.info(
                        "serving {} at {}",
                        place.netid().text(),
                        place.address().text()));
    }

    private List<CompletableFuture<Void>> listen(Dispatcher dispatcher, EventLoop loop) {
        List<CompletableFuture<Void>> listeners = new ArrayList<>();
        DatagramBatch batch = new DatagramBatch();
        for (UdpSocket socket : sockets.udp()) {
            joinGroupIfIpv6(socket);
            listeners.add(UdpListener.serve(socket, batch, dispatcher, loop));
        }
        ConnectionCount tcp = new ConnectionCount(Limits.TCP_CONNECTIONS);
        for (ListeningSocket socket : sockets.tcp()) {
            listeners.add(StreamListener.serveTcp(socket.fd(), dispatcher, tcp, loop));
        }
        ConnectionCount local = new ConnectionCount(Limits.LOCAL_CONNECTIONS);
        for (ListeningSocket socket : sockets.local()) {
            listeners.add(StreamListener.serveLocal(socket.fd(), dispatcher, local, loop));
        }
        return listeners;
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

    /** The UDP and TCP port that is served; 0 where only local sockets are. */
    public int port() {
        return sockets.port();
    }

    /** Waits until the daemon has been closed. */
    public void awaitClosed() {
        closed.join();
    }

    /** Stops serving, closes the sockets and removes the local ones that it made. */
    @Override
    public void close() {
        notifier.stopping().ifPresent(log::warn);
        sockets.removePaths();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        log.info("stopped");
        closed.complete(null);
    }
}
