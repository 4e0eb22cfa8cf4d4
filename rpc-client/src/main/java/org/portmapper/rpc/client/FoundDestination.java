package org.portmapper.rpc.client;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.rpcbind.Netid;

/**
 * An address that a portmapper knows: looked up before the first call of each version, and again after a call that failed
 * in a way that says the program may have moved.
 */
final class FoundDestination implements Destination {
    /** Versions whose addresses are remembered: more than any program has; who tries out numbers loses the oldest. */
    static final int VERSIONS_LIMIT = 64;

    /**
     * Addresses whose transports are kept, for at the one that a program has left others may still wait for a reply. More
     * than versions, so that one that no version uses is found when there are too many.
     */
    private static final int TRANSPORTS_LIMIT = VERSIONS_LIMIT + 1;

    private final Portmapper portmapper;
    private final LookupCache cache;
    private final Netid netid;
    /** By version, the oldest first. Whoever reads or changes what follows holds the lock of this object. */
    private final Map<Long, ReopeningTransport> found = new LinkedHashMap<>();

    /** The oldest first. */
    private final Map<RpcAddress, ReopeningTransport> transports = new LinkedHashMap<>();

    private boolean closed;

    FoundDestination(Portmapper portmapper, LookupCache cache, Netid netid) {
        this.portmapper = portmapper;
        this.cache = cache;
        this.netid = netid;
    }

    @Override
    public <T> CompletableFuture<T> send(Call<T> call, Deadline deadline) {
        return known(call.procedure().version())
                .map(transport -> sendTo(transport, call, deadline))
                .or(() -> cache.find(wanted(call)).map(cached -> sendTo(cached.address(), call, deadline)))
                .map(sent -> Handover.otherwise(sent, failure -> lookUpAndSendAfter(failure, call, deadline)))
                .orElseGet(() -> lookUpAndSend(call, deadline));
    }

    /** Where nobody was there, nobody has executed it: the only case in which it may be sent again. */
    private <T> CompletableFuture<T> lookUpAndSendAfter(RpcException failure, Call<T> call, Deadline deadline) {
        return failure instanceof RpcException.Unreachable
                ? lookUpAndSend(call, deadline)
                : CompletableFuture.failedFuture(failure);
    }

    private <T> CompletableFuture<T> lookUpAndSend(Call<T> call, Deadline deadline) {
        if (isClosed()) {
            return CompletableFuture.failedFuture(closed(call));
        }
        Lookup wanted = wanted(call);
        return Handover.then(wanted.anyVersion(portmapper, deadline), found -> {
            FoundService service = found.orElseThrow(() -> notRegistered(wanted));
            return sendTo(use(call, service.address()), call, deadline);
        });
    }

    private <T> CompletableFuture<T> sendTo(RpcAddress address, Call<T> call, Deadline deadline) {
        return Handover.then(
                CompletableFuture.completedFuture(address), known -> sendTo(use(call, known), call, deadline));
    }

    private RpcException notRegistered(Lookup wanted) {
        return new RpcException.NotRegistered(wanted + ": not registered with the portmapper at " + portmapper
                + "; is the service running? `rpcinfo -p` there lists what is registered");
    }

    private Lookup wanted(Call<?> call) {
        return new Lookup(call.procedure().program(), call.procedure().version(), netid);
    }

    private static RpcException closed(Call<?> call) {
        return new RpcException.Closed("program " + call.procedure().program() + ": closed by this program");
    }

    private <T> CompletableFuture<T> sendTo(ReopeningTransport transport, Call<T> call, Deadline deadline) {
        return Handover.otherwise(transport.send(call, deadline), failure -> {
            if (mayHaveMoved(failure)) {
                forget(call, transport);
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    private static boolean mayHaveMoved(RpcException failure) {
        return Portmapper.isSilence(failure)
                || failure instanceof RpcException.ProgramUnavailable
                || failure instanceof RpcException.ProgramMismatch;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized Optional<ReopeningTransport> known(long version) {
        return Optional.ofNullable(found.get(version));
    }

    /** Versions at the same address share its transport. */
    private ReopeningTransport use(Call<?> call, RpcAddress address) {
        Optional<ReopeningTransport> tooMany;
        ReopeningTransport used;
        synchronized (this) {
            if (closed) {
                throw closed(call);
            }
            used = transports.computeIfAbsent(address, ReopeningTransport::new);
            remember(call.procedure().version(), used);
            tooMany = transports.size() > TRANSPORTS_LIMIT ? removeUnused() : Optional.empty();
        }
        tooMany.ifPresent(ReopeningTransport::close);
        return used;
    }

    private void remember(long version, ReopeningTransport transport) {
        found.remove(version);
        if (found.size() == VERSIONS_LIMIT) {
            found.remove(found.keySet().iterator().next());
        }
        found.put(version, transport);
    }

    private Optional<ReopeningTransport> removeUnused() {
        for (Iterator<ReopeningTransport> oldest = transports.values().iterator(); oldest.hasNext(); ) {
            ReopeningTransport transport = oldest.next();
            if (!found.containsValue(transport)) {
                oldest.remove();
                return Optional.of(transport);
            }
        }
        return Optional.empty();
    }

    /** The transport stays: other calls may wait on it. */
    private void forget(Call<?> call, ReopeningTransport transport) {
        cache.forget(wanted(call));
        synchronized (this) {
            found.remove(call.procedure().version(), transport);
        }
    }

    @Override
    public void close() {
        List<ReopeningTransport> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(transports.values());
        }
        last.forEach(ReopeningTransport::close);
    }
}
