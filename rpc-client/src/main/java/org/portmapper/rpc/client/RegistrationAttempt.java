package org.portmapper.rpc.client;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.portmapper.rpc.rpcbind.Rpcb;

/**
 * One attempt to register several services, all or nothing: SET of one after the other, in order; where one is refused,
 * UNSET of those that were registered.
 *
 * <p>A service that crashed leaves its registration behind at many portmappers. What stands in the way and is served by
 * nobody is therefore withdrawn, and the attempt begins anew; what is served is never touched.
 *
 * <p>One step follows the answer to the one before; a step is begun by one thread at a time.
 */
final class RegistrationAttempt {
    private final Portmapper portmapper;
    private final List<ServiceAddress> services;
    private final Duration limit;
    private final Deadline deadline;
    private final CompletableFuture<Answer<?>> result = new CompletableFuture<>();
    /** Ends when nothing more is asked, and nothing is registered any more where the attempt has failed. */
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    /** The only way to go, if only one will do. */
    private final Optional<RpcAddress> only;
    /** How many have been registered, from the first on. */
    private int registered;
    /** By which way. */
    private Optional<RpcAddress> way = Optional.empty();
    /** What was set without an answer: it may have been registered all the same. */
    private List<ServiceAddress> uncertain = List.of();
    /** What was withdrawn to clear the way, one for each service at most, so that no attempt goes on for ever. */
    private final Set<Rpcb> cleared = new HashSet<>();

    /**
     * An attempt that has not begun.
     *
     * @param only the way to go, where another one will not do
     */
    RegistrationAttempt(
            Portmapper portmapper, List<ServiceAddress> services, Optional<RpcAddress> only, Duration limit) {
        this.portmapper = portmapper;
        this.services = services;
        this.only = only;
        this.limit = limit;
        this.deadline = Deadline.in(limit);
    }

    /**
     * Begins; to be called once. The future ends with an {@link RpcException}, or with the answer to the first SET when all
     * are registered: if the portmapper goes while others are set, the end of that connection tells.
     */
    CompletableFuture<Answer<?>> begin() {
        setFirst();
        return result;
    }

    /**
     * Ends the attempt, if it has not ended: after the answer that it waits for, what it has registered is withdrawn. The
     * future tells when nothing more is asked whether all are registered, because the attempt had succeeded before.
     */
    CompletableFuture<Boolean> giveUp() {
        result.cancel(false);
        return over.thenApply(nothing -> !result.isCompletedExceptionally());
    }

    private void setFirst() {
        if (isGivenUp()) {
            undo(new CancellationException());
        } else {
            Question<Boolean> set = Questions.set(services.get(0).toRpcb());
            Asked<Boolean> asked =
                    only.map(way -> Asked.by(List.of(way), any -> set)).orElseGet(() -> Asked.byStream(set));
            after(portmapper.ask(asked, deadline), (answer, failure) -> answered(0, answer, answer, failure));
        }
    }

    private void set(int index, Answer<?> first) {
        if (isGivenUp()) {
            undo(new CancellationException());
        } else {
            Question<Boolean> set = Questions.set(services.get(index).toRpcb());
            after(
                    portmapper.ask(Asked.before(first.portmapper(), set), deadline),
                    (answer, failure) -> answered(index, first, answer, failure));
        }
    }

    private boolean isGivenUp() {
        return result.isDone();
    }

    /** Takes the next step; whatever it throws ends the attempt, for which somebody waits. */
    private <T> void after(CompletableFuture<T> step, BiConsumer<T, @Nullable Throwable> next) {
        var unused = step.handle((value, failure) -> {
                    next.accept(value, failure);
                    return true;
                })
                .exceptionally(thrown -> {
                    undo(Handover.unwrap(thrown));
                    return false;
                });
    }

    private void answered(int index, Answer<?> first, Answer<Boolean> answer, @Nullable Throwable failure) {
        if (failure != null) {
            ServiceAddress service = services.get(index);
            uncertain = isUncertain(Handover.unwrap(failure)) ? List.of(service) : List.of();
            undo(Refusals.of(service, failure));
        } else if (answer.value()) {
            registered(index, first);
        } else {
            clearTheWay(index, first, answer.portmapper());
        }
    }

    private static boolean isUncertain(Throwable failure) {
        return failure instanceof RpcException.TimedOut || failure instanceof RpcException.Closed;
    }

    private void registered(int index, Answer<?> first) {
        registered = Math.max(registered, index + 1);
        way = Optional.of(first.portmapper());
        if (index + 1 < services.size()) {
            set(index + 1, first);
        } else if (result.complete(first)) {
            over.complete(null);
        } else {
            undo(new CancellationException());
        }
    }

    private void clearTheWay(int index, Answer<?> first, RpcAddress refusedBy) {
        if (isGivenUp()) {
            undo(new CancellationException());
            return;
        }
        ServiceAddress service = services.get(index);
        CompletableFuture<Conflict.Outcome> clearing = Handover.then(
                portmapper.ask(Asked.byStream(Questions.list()), deadline),
                listed -> Conflict.of(service, listed, services).clear(portmapper, deadline));
        after(clearing, (outcome, failure) -> {
            if (failure != null) {
                undo(Refusals.of(service, failure));
            } else if (outcome instanceof Conflict.Present) {
                registered(index, first);
            } else if (outcome instanceof Conflict.Cleared dead && isFirstTime(dead.other())) {
                // From the beginning: version 2 withdraws udp and tcp together, and one of them may have been ours.
                setFirst();
            } else {
                undo(Refusals.of(service, refusedBy, outcome));
            }
        });
    }

    private boolean isFirstTime(Rpcb withdrawn) {
        return cleared.size() < services.size() && cleared.add(withdrawn);
    }

    /** Withdraws what has been registered. The attempt fails when that is done, whether it worked or not, or at its deadline. */
    private void undo(Throwable failure) {
        Deadline end = Deadline.in(limit);
        CompletableFuture<Void> undone = CompletableFuture.allOf(
                        withdraw(portmapper, services.subList(0, registered), way, end), withdrawUncertain(end))
                .whenComplete((nothing, cannot) -> over.complete(null));
        var unused = undone.copy()
                .completeOnTimeout(null, deadline.left().toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((nothing, cannot) -> {
                    if (cannot != null) {
                        failure.addSuppressed(Handover.unwrap(cannot));
                    }
                    result.completeExceptionally(failure);
                });
    }

    /** Only if it is listed: what is registered in its place may be another one's, and alive. */
    private CompletableFuture<Void> withdrawUncertain(Deadline end) {
        return uncertain.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : Handover.then(
                        portmapper.ask(Asked.byStream(Questions.list()), end),
                        listed -> withdraw(
                                portmapper, Conflict.areListed(uncertain, listed) ? uncertain : List.of(), way, end));
    }

    /**
     * UNSET of all, at once; ends when each has been answered, with the first failure if there is one.
     *
     * @param way by which they have been registered, if that is known
     */
    static CompletableFuture<Void> withdraw(
            Portmapper portmapper, List<ServiceAddress> services, Optional<RpcAddress> way, Deadline deadline) {
        return CompletableFuture.allOf(services.stream()
                .map(RegistrationAttempt::unset)
                .map(unset -> way.map(known -> Asked.before(known, unset)).orElseGet(() -> Asked.byStream(unset)))
                .map(asked -> portmapper.ask(asked, deadline))
                .toArray(CompletableFuture<?>[]::new));
    }

    private static Question<Boolean> unset(ServiceAddress service) {
        return Questions.unset(
                service.program(), service.version(), service.netid().text());
    }
}
