package org.portmapper.rpc.client;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.portmapper.rpc.rpcbind.Netid;

/** One portmapper with all the ways to it: asks by the first one that answers. */
final class Portmapper implements AutoCloseable {
    /** Ways that are kept open: twice as many as a host has; those of a host that keeps changing its addresses are closed. */
    private static final int TRANSPORTS_LIMIT = 4 * NamedHost.ADDRESSES_LIMIT;

    private final PortmapperPlace place;
    private final VersionFallback versions = new VersionFallback();
    private final ConcurrentMap<RpcAddress, ReopeningTransport> transports = new ConcurrentHashMap<>();
    private final SilentWays silent = new SilentWays();
    /** Those that are not withdrawn. */
    private final Set<Registration> registrations = ConcurrentHashMap.newKeySet();

    /** First no registration is begun any more, and when all are withdrawn, nothing is asked any more. */
    private volatile boolean closing;

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

    /** Those of the ways that lead over this transport and are not known to be silent. */
    List<RpcAddress> answering(List<RpcAddress> ways, Netid netid) {
        return ways.stream()
                .filter(way -> way.netid() == netid && !silent.has(way))
                .toList();
    }

    <T> CompletableFuture<Answer<T>> ask(Asked<T> asked, Deadline deadline) {
        return Handover.then(place.ways(deadline), ways -> ask(asked, ways, deadline));
    }

    /** Asks by the ways that lead to the portmapper, or by those of them that suit the question. */
    <T> CompletableFuture<Answer<T>> ask(Asked<T> asked, List<RpcAddress> ways, Deadline deadline) {
        closeOthers(ways);
        List<RpcAddress> suitable = silent.last(asked.ways().apply(ways));
        return Handover.otherwise(askFirst(asked, suitable, deadline), failure -> {
            if (suitable.size() >= ways.size() && isSilence(failure)) {
                beginAnew();
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    private <T> CompletableFuture<Answer<T>> askFirst(Asked<T> asked, List<RpcAddress> ways, Deadline deadline) {
        RpcAddress way = ways.get(0);
        List<RpcAddress> others = ways.subList(1, ways.size());
        CompletableFuture<Answer<T>> attempt = ask(asked.question().apply(way), transport(way), share(deadline, ways));
        return Handover.otherwise(attempt, failure -> {
            if (!isSilence(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            silent.add(way);
            return others.isEmpty()
                    ? CompletableFuture.failedFuture(failure)
                    : Handover.otherwise(askFirst(asked, others, deadline), last -> bothFailed(failure, last));
        });
    }

    /** A local socket refuses at once where nobody is there, and it alone proves who calls: a slow one gets all the time. */
    private static Deadline share(Deadline deadline, List<RpcAddress> ways) {
        boolean local = ways.get(0).netid().family() == Netid.Family.LOOPBACK;
        return local ? deadline : deadline.share(ways.size());
    }

    /** The first failure is told, for it is that of the preferred way; unless another way brought an answer. */
    static <T> CompletableFuture<T> bothFailed(RpcException first, RpcException last) {
        first.addSuppressed(last);
        return CompletableFuture.failedFuture(isSilence(last) ? first : last);
    }

    /** Once more where the connection ended under the question: a portmapper may close the idle ones just then. */
    private <T> CompletableFuture<Answer<T>> ask(Question<T> question, ReopeningTransport way, Deadline deadline) {
        return Handover.otherwise(
                versions.ask(question, way, deadline),
                failure -> failure instanceof RpcException.Closed && !closed
                        ? versions.ask(question, way, deadline)
                        : CompletableFuture.failedFuture(failure));
    }

    /** Whether it says that no answer came, and nothing else. */
    static boolean isSilence(Throwable failure) {
        return failure instanceof RpcException.Unreachable
                || failure instanceof RpcException.TimedOut
                || failure instanceof RpcException.Closed;
    }

    /** When no way leads there: what was found out about it may be no longer true. */
    private void beginAnew() {
        silent.clear();
        versions.forget();
        place.unreachable();
    }

    private ReopeningTransport transport(RpcAddress way) {
        ReopeningTransport transport = transports.computeIfAbsent(way, ReopeningTransport::new);
        if (closed) {
            transport.close();
        }
        return transport;
    }

    private void closeOthers(List<RpcAddress> ways) {
        if (transports.size() > TRANSPORTS_LIMIT) {
            transports.forEach((way, transport) -> {
                if (!ways.contains(way) && transports.remove(way, transport)) {
                    transport.close();
                }
            });
        }
    }

    /** Has a registration closed with this portmapper. */
    void keep(Registration registration) {
        registrations.add(registration);
        if (closing) {
            var unused = registration.end();
        }
    }

    void release(Registration registration) {
        registrations.remove(registration);
    }

    @Override
    public void close() {
        closing = true;
        List<Registration> open = List.copyOf(registrations);
        open.forEach(Registration::end);
        open.forEach(Registration::close);
        closed = true;
        transports.values().forEach(ReopeningTransport::close);
    }

    @Override
    public String toString() {
        return place.toString();
    }
}
