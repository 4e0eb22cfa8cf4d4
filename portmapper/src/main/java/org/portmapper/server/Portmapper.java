package org.portmapper.server;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.dispatch.Dispatcher;
import org.portmapper.kernel.InheritanceException;
import org.portmapper.kernel.InheritedSocket;
import org.portmapper.kernel.InheritedSockets;
import org.portmapper.kernel.KernelSupport;
import org.portmapper.kernel.ServiceNotifier;
import org.portmapper.policy.PolicyText;
import org.portmapper.program.Forwarder;
import org.portmapper.program.RpcbindProgram;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A portmapper that runs, as the daemon or inside of another program: its sockets on one event loop, over one registry. */
public final class Portmapper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Portmapper.class);

    /** Everything that is served is served by one thread: no lookup waits for a lock. */
    private static final int EVENT_LOOPS = 1;

    /** Daemon threads: a program that embeds a portmapper ends when it likes, and the daemon waits in its main thread. */
    private static final ThreadFactory THREADS = new DefaultThreadFactory("portmapper", true);

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
     * Starts the daemon, and tells the service manager once it serves.
     *
     * @throws StartException if anything that the configuration asks for cannot be served; nothing is left open then
     */
    public static Portmapper start(PortmapperConfig config) throws StartException {
        return start(config, Predecessor.NONE);
    }

    /**
     * The same in the place of another one, which serves until everything is ready that can be made ready before.
     *
     * @throws StartException if anything that the configuration asks for cannot be served; nothing is left open then
     */
    public static Portmapper start(PortmapperConfig config, Predecessor predecessor) throws StartException {
        Surroundings surroundings = Surroundings.ofDaemon(config.directories(), System.getenv());
        return start(config.serving(), surroundings, predecessor);
    }

    /**
     * Starts to serve inside of another program: with this policy, without a service manager, and with no file but the local
     * sockets.
     *
     * @throws StartException if the policy has an error, or anything that is asked for cannot be served; nothing is left
     *     open then
     */
    public static Portmapper start(Serving wanted, PolicyText policy) throws StartException {
        return start(wanted, Surroundings.ofProgram(policy));
    }

    static Portmapper start(Serving wanted, Surroundings surroundings) throws StartException {
        return start(wanted, surroundings, Predecessor.NONE);
    }

    static Portmapper start(Serving wanted, Surroundings surroundings, Predecessor predecessor) throws StartException {
        requireSupport();
        List<InheritedSocket> inherited = inherited(surroundings.environment());
        PolicyInForce policy = PolicyInForce.load(surroundings.policy());
        List<Rpcb> claims = predecessor.succeed();
        // Only now: an older one of us has let go of its state when it has ended.
        Optional<State> state = State.open(surroundings);
        try {
            Sockets sockets = SocketOpener.open(wanted, inherited, surroundings.refusal());
            Portmapper portmapper = of(wanted, surroundings, new Guarding(state, policy, sockets));
            portmapper.serve(claims, predecessor);
            return portmapper;
        } catch (StartException e) {
            state.ifPresent(State::close);
            throw e;
        }
    }

    private record Guarding(Optional<State> state, PolicyInForce policy, Sockets sockets) {}

    private static Portmapper of(Serving wanted, Surroundings surroundings, Guarding guarding) {
        Sockets sockets = guarding.sockets();
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(EVENT_LOOPS, THREADS, EpollIoHandler.newFactory());
        EventLoop loop = loops.next();
        Guard guard = Guard.of(surroundings.directories(), guarding.state(), guarding.policy(), sockets, loop);
        Listeners listeners = new Listeners(
                sockets, new Calls(dispatcher(wanted, guard, loop), guard.peers()), wanted.protection(), loop);
        ServiceNotifier notifier = ServiceNotifier.from(surroundings.environment());
        return new Portmapper(sockets, listeners, loops, notifier, guard);
    }

    private static void requireSupport() throws StartException {
        Optional<String> missing = KernelSupport.missing();
        if (missing.isPresent()) {
            throw new StartException(missing.get());
        }
        if (!Epoll.isAvailable()) {
            throw noEventLoop(Epoll.unavailabilityCause());
        }
    }

    private static StartException noEventLoop(@Nullable Throwable cause) {
        return new StartException("event loop: " + cause + " (expected: Linux with epoll, and netty's library for it)");
    }

    private static List<InheritedSocket> inherited(Map<String, String> environment) throws StartException {
        try {
            return InheritedSockets.from(environment);
        } catch (InheritanceException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    private static Dispatcher dispatcher(Serving wanted, Guard guard, EventLoop loop) {
        Optional<Forwarder> forwarder = wanted.remoteCalls() ? Optional.of(new UdpForwarder(loop)) : Optional.empty();
        return new Dispatcher(new RpcbindProgram(guard.rules(), forwarder, InstantSource.system()));
    }

    private void serve(List<Rpcb> claims, Predecessor predecessor) throws StartException {
        try {
            guard.start();
            CompletableFuture<Boolean> kept = guard.readmit(claims);
            listeners.open();
            tellThatItServes();
            if (kept.join()) {
                predecessor.forget();
            }
        } catch (CompletionException e) {
            close();
            throw noEventLoop(e.getCause());
        }
    }

    private void tellThatItServes() {
        sockets.served()
                .forEach(place -> log.info(
                        "serving {} at {}",
                        place.netid().text(),
                        place.address().text()));
        notifier.ready().ifPresent(log::warn);
    }

    /** The UDP and TCP port that is served; 0 where only local sockets are. */
    public int port() {
        return sockets.port();
    }

    /** Where programs of this host reach it over a transport; empty where that is not served. */
    public Optional<UniversalAddress> address(Netid netid) {
        return sockets.address(netid);
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

    /** Waits until it has been closed. */
    public void awaitClosed() {
        closed.join();
    }

    /** Stops serving, closes the sockets and removes the local ones that it made; once it has, it does nothing. */
    @Override
    public synchronized void close() {
        if (closed.isDone()) {
            return;
        }
        notifier.stopping().ifPresent(log::warn);
        sockets.removePaths();
        listeners.close();
        guard.close();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        log.info("stopped");
        closed.complete(null);
    }
}
