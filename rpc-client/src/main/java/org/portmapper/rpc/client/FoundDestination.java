package org.portmapper.rpc.client;

import java.util.LinkedHashMap;
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
    private static final int VERSIONS_LIMIT = 64;

    private final RpcbindClient portmapper;
    private final Netid netid;
    /** By version, the oldest first. Whoever reads or changes it holds the lock of this object. */
    private final Map<Long, ReopeningTransport> found = new LinkedHashMap<>();

    private boolean closed;

    FoundDestination(RpcbindClient portmapper, Netid netid) {
        this.portmapper = portmapper;
        this.netid = netid;
    }

    @Override
    public <T> CompletableFuture<T> send(Call<T> call, Deadline deadline) {
        Optional<ReopeningTransport> known = known(call.procedure().version());
        if (known.isEmpty()) {
            return lookUpAndSend(call, deadline);
        }
        return Handover.otherwise(
                sendTo(known.get(), call, deadline),
                failure ->
                        // Nobody was there, so nobody has executed it: the only case in which it may be sent again.
                        failure instanceof RpcException.Unreachable
                                ? lookUpAndSend(call, deadline)
                                : CompletableFuture.failedFuture(failure));
    }

    private <T> CompletableFuture<T> lookUpAndSend(Call<T> call, Deadline deadline) {
        long version = call.procedure().version();
        Lookup wanted = new Lookup(call.procedure().program(), version, netid);
        return Handover.then(
                portmapper.address(wanted, deadline), address -> sendTo(use(version, address), call, deadline));
    }

    private <T> CompletableFuture<T> sendTo(ReopeningTransport transport, Call<T> call, Deadline deadline) {
        return Handover.otherwise(transport.send(call, deadline.left()), failure -> {
            if (mayHaveMoved(failure)) {
                forget(call);
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    private static boolean mayHaveMoved(RpcException failure) {
        return failure instanceof RpcException.Unreachable
                || failure instanceof RpcException.TimedOut
                || failure instanceof RpcException.Closed
                || failure instanceof RpcException.ProgramUnavailable
                || failure instanceof RpcException.ProgramMismatch;
    }

    private synchronized Optional<ReopeningTransport> known(long version) {
        return Optional.ofNullable(found.get(version));
    }

    /** Versions at the same address share its transport; one that no version uses any more is closed. */
    private synchronized ReopeningTransport use(long version, RpcAddress address) {
        ReopeningTransport used = found.values().stream()
                .filter(transport -> transport.address().equals(address))
                .findFirst()
                .orElseGet(() -> new ReopeningTransport(address));
        if (found.size() == VERSIONS_LIMIT && !found.containsKey(version)) {
            remove(found.keySet().iterator().next());
        }
        if (closed) {
            used.close();
        }
        found.put(version, used);
        return used;
    }

    private void forget(Call<?> call) {
        portmapper.forget(call.procedure().program(), call.procedure().version(), netid);
        remove(call.procedure().version());
    }

    private synchronized void remove(long version) {
        ReopeningTransport removed = found.remove(version);
        if (removed != null && !found.containsValue(removed)) {
            removed.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        found.values().forEach(ReopeningTransport::close);
    }
}
