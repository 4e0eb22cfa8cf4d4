package org.portmapper.rpc.client;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;

/** The portmapper of a host by its name: at every address of it, over UDP and TCP. The name is resolved when it is needed. */
final class NamedHost implements PortmapperPlace {
    /** Addresses of a host that are tried: who has more has them for other purposes than to be tried one after the other. */
    static final int ADDRESSES_LIMIT = 16;

    /** Names that are resolved at a time, and names that wait for it: a name service that hangs keeps its thread. */
    private static final int THREADS = 4;

    private static final int WAITING_LIMIT = 1024;
    private static final ThreadPoolExecutor RESOLVERS = new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_LIMIT), NamedHost::daemonThread);

    static {
        RESOLVERS.allowCoreThreadTimeOut(true);
    }

    /** Finds the addresses of a name, and may take long. */
    @FunctionalInterface
    interface NameService {
        InetAddress[] addressesOf(String name) throws UnknownHostException;
    }

    private final String name;
    private final int port;
    private final NameService nameService;
    private final AtomicReference<@Nullable CompletableFuture<List<RpcAddress>>> resolved = new AtomicReference<>();

    NamedHost(String name, int port, NameService nameService) {
        this.name = name;
        this.port = port;
        this.nameService = nameService;
    }

    /** A host whose name this host's name service knows. */
    static NamedHost of(String name, int port) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("host: \"" + name + "\" (expected: a name or an address)");
        } else if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
        return new NamedHost(name, port, InetAddress::getAllByName);
    }

    private static Thread daemonThread(Runnable work) {
        Thread thread = new Thread(work, "rpc-client name service");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public CompletableFuture<List<RpcAddress>> ways(Deadline deadline) {
        CompletableFuture<List<RpcAddress>> known = resolved.get();
        if (known != null && known.isDone() && !known.isCompletedExceptionally()) {
            return known;
        }
        return resolving()
                .copy()
                .orTimeout(deadline.left().toNanos(), TimeUnit.NANOSECONDS)
                .exceptionally(this::failed);
    }

    /** The resolution under way, or a new one where the last one has failed. */
    private CompletableFuture<List<RpcAddress>> resolving() {
        return resolved.updateAndGet(known -> known == null || known.isCompletedExceptionally() ? resolve() : known);
    }

    private CompletableFuture<List<RpcAddress>> resolve() {
        return AddressText.parse(name)
                .map(address -> CompletableFuture.completedFuture(waysTo(Stream.of(address))))
                .orElseGet(this::resolveByName);
    }

    private CompletableFuture<List<RpcAddress>> resolveByName() {
        try {
            return CompletableFuture.supplyAsync(this::askNameService, RESOLVERS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private List<RpcAddress> askNameService() {
        try {
            return waysTo(Stream.of(nameService.addressesOf(name)).limit(ADDRESSES_LIMIT));
        } catch (UnknownHostException e) {
            throw new CompletionException(e);
        }
    }

    private List<RpcAddress> waysTo(Stream<InetAddress> addresses) {
        return addresses
                .flatMap(address -> address instanceof Inet6Address
                        ? Stream.of(way(address, Netid.UDP6), way(address, Netid.TCP6))
                        : Stream.of(way(address, Netid.UDP), way(address, Netid.TCP)))
                .toList();
    }

    private RpcAddress way(InetAddress address, Netid netid) {
        return RpcAddress.of(address, port, netid);
    }

    /** An exception for each question, though several wait for the same resolution. */
    private List<RpcAddress> failed(Throwable failure) {
        Throwable reason = Handover.unwrap(failure);
        String host = "host: " + name;
        if (reason instanceof UnknownHostException) {
            throw new RpcException.Unreachable(host + " (expected: an address, or a name that has one)");
        } else if (reason instanceof TimeoutException) {
            throw new RpcException.TimedOut(host + ": no answer from the name service before the deadline");
        } else if (reason instanceof RejectedExecutionException) {
            throw new RpcException.NotSent(
                    host + ": " + WAITING_LIMIT + " names wait for the name service (expected: fewer)");
        }
        throw new CompletionException(reason);
    }

    @Override
    public void unreachable() {
        resolved.set(null);
    }

    @Override
    public String toString() {
        return name;
    }
}
