package org.portmapper.server;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.dispatch.Dispatcher;
import org.portmapper.kernel.InheritanceException;
import org.portmapper.kernel.InheritedSocket;
import org.portmapper.kernel.InheritedSockets;
import org.portmapper.kernel.KernelSupport;
import org.portmapper.kernel.ServiceNotifier;
import org.portmapper.program.Forwarder;
import org.portmapper.program.RpcbindProgram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running daemon: its sockets on one event loop, over one registry. */
public final class Portmapper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Portmapper.class);

    /** Everything that is served is served by one thread: no lookup waits for a lock. */
    private static final int EVENT_LOOPS = 1;

    private final Sockets sockets;
    private final Listeners listeners;
    private final EventLoopGroup loops;
    private final ServiceNotifier notifier;
    private final Guard guard;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private Portmapper(
            Sockets sockets, Listeners listeners, EventLoopGroup loops, ServiceNotifier notifier, Guard guard) {
        this.sockets = sockets;
        this.listeners = listeners;
        this.loops = loops;
        this.notifier = notifier;
        this.guard = guard;
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
        PolicyInForce policy = PolicyInForce.load(config.directories());
        Sockets sockets = SocketOpener.open(config, inherited);
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
                EVENT_LOOPS, new DefaultThreadFactory("portmapper"), EpollIoHandler.newFactory());
        EventLoop loop = loops.next();
        Guard guard = Guard.of(config, policy, sockets, loop);
        Listeners listeners = new Listeners(sockets, dispatcher(config, guard, loop), guard.peers(), loop);
        Portmapper portmapper = new Portmapper(sockets, listeners, loops, ServiceNotifier.from(environment), guard);
        portmapper.serve();
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
            Files.createDirectories(config.directories().state());
        } catch (IOException e) {
            throw Refusal.ofStateDirectory(config.directories().state(), e);
        }
    }

    private static Dispatcher dispatcher(PortmapperConfig config, Guard guard, EventLoop loop) {
        Optional<Forwarder> forwarder = config.remoteCalls() ? Optional.of(new UdpForwarder(loop)) : Optional.empty();
        return new Dispatcher(new RpcbindProgram(guard.rules(), forwarder, InstantSource.system()));
    }

    private void serve() throws StartException {
        try {
            guard.start();
            listeners.open();
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

    /** The UDP and TCP port that is served; 0 where only local sockets are. */
    public int port() {
        return sockets.port();
    }

    /**
     * Reads the policy anew; the one in force stays if there is an error in any of its files, which the log tells. What is
     * registered stays too. It reads files: not for an event loop.
     *
     * @return whether the new policy is in force
     */
    public boolean reloadPolicy() {
        return guard.reloadPolicy();
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
        listeners.close();
        guard.close();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        log.info("stopped");
        closed.complete(null);
    }
}
