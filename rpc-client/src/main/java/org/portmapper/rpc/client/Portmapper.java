package org.portmapper.rpc.client;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;

/** One portmapper with all the ways to it: asks by the first one that answers. */
final class Portmapper implements AutoCloseable {
    private final PortmapperPlace place;
    private final VersionFallback versions = new VersionFallback();
    private final ConcurrentMap<RpcAddress, ReopeningTransport> transports = new ConcurrentHashMap<>();
    /** Ways that did not answer when others did; they are tried last. */
    private final Set<RpcAddress> silent = ConcurrentHashMap.newKeySet();

    /** Those that are not closed. */
    private final Set<Registration> registrations = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    Portmapper(PortmapperPlace place) {
        this.place = place;
    }

    long version() {
        return versions.version();
    }

    CompletableFuture<List<RpcAddress>> ways(Deadline deadline) {
        return place.ways(deadline);
    }

    <T> CompletableFuture<Answer<T>> ask(Asked<T> asked, Deadline deadline) {
        return Handover.then(
                place.ways(deadline),
                ways -> askFirst(asked, silentLast(asked.ways().apply(ways)), deadline));
    }

    private List<RpcAddress> silentLast(List<RpcAddress> ways) {
        return silent.isEmpty()
                ? ways
                : Stream.concat(
                                ways.stream().filter(way -> !silent.contains(way)),
                                ways.stream().filter(silent::contains))
                        .toList();
    }

    private <T> CompletableFuture<Answer<T>> askFirst(Asked<T> asked, List<RpcAddress> ways, Deadline deadline) {
        RpcAddress way = ways.get(0);
        List<RpcAddress> others = ways.subList(1, ways.size());
        CompletableFuture<Answer<T>> attempt =
                ask(asked.question().apply(way), transport(way), Deadline.in(deadline.share(ways.size())));
        return Handover.otherwise(attempt, failure -> {
            if (!isSilence(failure)) {
                return CompletableFuture.failedFuture(failure);
            } else if (others.isEmpty()) {
                return unreachable(failure);
            }
            silent.add(way);
            return Handover.otherwise(askFirst(asked, others, deadline), last -> {
                failure.addSuppressed(last);
                return CompletableFuture.failedFuture(isSilence(last) ? failure : last);
            });
        });
    }

    /** Once more where the connection ended under the question: a portmapper may close the idle ones just then. */
    private <T> CompletableFuture<Answer<T>> ask(Question<T> question, ReopeningTransport way, Deadline deadline) {
        return Handover.otherwise(
                versions.ask(question, way, deadline),
                failure -> failure instanceof RpcException.Closed && !closed
                        ? versions.ask(question, way, deadline)
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean isSilence(RpcException failure) {
        return failure instanceof RpcException.Unreachable
                || failure instanceof RpcException.TimedOut
                || failure instanceof RpcException.Closed;
    }

    private <T> CompletableFuture<T> unreachable(RpcException failure) {
        silent.clear();
        versions.forget();
        place.unreachable();
        return CompletableFuture.failedFuture(failure);
    }

    void keep(Registration registration) {
        registrations.add(registration);
    }

    void release(Registration registration) {
        registrations.remove(registration);
    }

    /** Ends when the transport does that was last used by this way; at once where there is none. */
    CompletableFuture<?> ended(RpcAddress way) {
        return transport(way).ended();
    }

    private ReopeningTransport transport(RpcAddress way) {
        ReopeningTransport transport = transports.computeIfAbsent(way, ReopeningTransport::new);
        if (closed) {
            transport.close();
        }
        return transport;
    }

    @Override
    public void close() {
        registrations.forEach(Registration::close);
        closed = true;
        transports.values().forEach(ReopeningTransport::close);
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
