package org.portmapper.rpc.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.rpcbind.Rpcb;

/**
 * One attempt to register several services, all or nothing: SET of one after the other, in order; where one is refused,
 * UNSET of those before it.
 *
 * <p>A service that crashed leaves its registration behind at many portmappers. What stands in the way and is answered by
 * nobody is therefore withdrawn, and the attempt begins anew; what is answered is never touched.
 */
final class RegistrationAttempt {
    private final Portmapper portmapper;
    private final List<ServiceAddress> services;
    private final Deadline deadline;
    private final CompletableFuture<RpcAddress> result = new CompletableFuture<>();
    /** How many dead registrations may still be withdrawn: one for each service, so that no attempt goes on for ever. */
    private int withdrawalsLeft;

    private RegistrationAttempt(Portmapper portmapper, List<ServiceAddress> services, Deadline deadline) {
        this.portmapper = portmapper;
        this.services = services;
        this.deadline = deadline;
        this.withdrawalsLeft = services.size();
    }

    /** The future ends with the way by which all have been registered, or with an {@link RpcException}. */
    static CompletableFuture<RpcAddress> begin(
            Portmapper portmapper, List<ServiceAddress> services, Deadline deadline) {
        RegistrationAttempt attempt = new RegistrationAttempt(portmapper, services, deadline);
        attempt.set(0);
        return attempt.result;
    }

    private void set(int index) {
        ServiceAddress service = services.get(index);
        CompletableFuture<Answer<Boolean>> set =
                portmapper.ask(Asked.byStream(Questions.set(service.toRpcb())), deadline);
        Handover.cancelWith(result, set);
        var unused = set.whenComplete((answer, failure) -> {
            if (failure != null) {
                undo(index, Refusals.of(service, portmapper, failure));
            } else if (answer.value()) {
                registered(index, answer.portmapper());
            } else {
                clearTheWay(index, answer.portmapper());
            }
        });
    }

    private void registered(int index, RpcAddress way) {
        if (index + 1 < services.size()) {
            set(index + 1);
        } else {
            result.complete(way);
        }
    }

    private void clearTheWay(int index, RpcAddress refusedBy) {
        ServiceAddress service = services.get(index);
        CompletableFuture<Answer<List<Rpcb>>> listed = portmapper.ask(Asked.byStream(Questions.list()), deadline);
        Handover.cancelWith(result, listed);
        var unused = Handover.then(
                        listed, answer -> Conflict.of(service, answer, services).clear(portmapper, deadline))
                .whenComplete((outcome, failure) -> {
                    if (failure != null) {
                        undo(index, Refusals.of(service, portmapper, failure));
                    } else {
                        goOn(index, refusedBy, outcome);
                    }
                });
    }

    private void goOn(int index, RpcAddress refusedBy, Conflict.Outcome outcome) {
        ServiceAddress service = services.get(index);
        if (outcome instanceof Conflict.Present) {
            registered(index, refusedBy);
        } else if (outcome instanceof Conflict.Cleared && withdrawalsLeft > 0) {
            // From the beginning: version 2 withdraws udp and tcp together, and one of them may have been ours.
            withdrawalsLeft--;
            set(0);
        } else {
            undo(index, Refusals.of(service, refusedBy, outcome));
        }
    }

    /** Withdraws the services before this one; the attempt fails when that is done, whether it worked or not. */
    private void undo(int end, Throwable failure) {
        List<ServiceAddress> registered = new ArrayList<>(services.subList(0, end));
        var unused = withdraw(portmapper, registered, deadline).whenComplete((done, cannot) -> {
            if (cannot != null) {
                failure.addSuppressed(cannot);
            }
            result.completeExceptionally(failure);
        });
    }

    /** UNSET of all, at once; ends when each has been answered, with the first failure if there is one. */
    static CompletableFuture<?> withdraw(Portmapper portmapper, List<ServiceAddress> services, Deadline deadline) {
        return CompletableFuture.allOf(services.stream()
                .map(service -> portmapper.ask(
                        Asked.byStream(Questions.unset(
                                service.program(),
                                service.version(),
                                service.netid().text())),
                        deadline))
                .toArray(CompletableFuture<?>[]::new));
    }
}
