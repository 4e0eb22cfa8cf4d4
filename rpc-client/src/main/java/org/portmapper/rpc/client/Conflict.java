package org.portmapper.rpc.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.PrintableText;

/**
 * What stands in the way of a registration.
 *
 * @param service what the portmapper refused to register
 * @param present whether it has that very service registered
 * @param others what it has registered instead, and what would go together with that
 */
record Conflict(ServiceAddress service, boolean present, List<Rpcb> others) {
    /** How long a service on this host may take to answer: that nobody listens there is known at once. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** How it ended. */
    sealed interface Outcome permits Present, Cleared, Nothing, Kept, Alive {}

    /** It is registered after all: some portmappers say false to what they have already. */
    record Present() implements Outcome {}

    /** Nobody answered there, and it has been withdrawn, if what the portmapper says is true. */
    record Cleared(Rpcb other) implements Outcome {}

    /** There is nothing in the way: the portmapper does not want the service itself. */
    record Nothing() implements Outcome {}

    /** Nobody answers there, and the portmapper does not let us withdraw it. */
    record Kept(Rpcb other) implements Outcome {}

    /** Somebody answers there, or may do so. */
    record Alive(Rpcb other) implements Outcome {}

    static Conflict of(ServiceAddress service, Answer<List<Rpcb>> listed, List<ServiceAddress> ours) {
        boolean bothTransports = listed.procedure().version() == Rpcbind.VERSION_2;
        List<Rpcb> others = listed.value().stream()
                .filter(binding -> binding.program() == service.program() && binding.version() == service.version())
                .filter(binding ->
                        bothTransports || binding.netid().equals(service.netid().text()))
                .filter(binding -> ours.stream().noneMatch(own -> isSame(own, binding)))
                .toList();
        boolean present = listed.value().stream().anyMatch(binding -> isSame(service, binding));
        return new Conflict(service, present, others);
    }

    static boolean areListed(List<ServiceAddress> services, Answer<List<Rpcb>> listed) {
        return services.stream()
                .allMatch(service -> listed.value().stream().anyMatch(binding -> isSame(service, binding)));
    }

    /** Version 2 lists ports without hosts. */
    private static boolean isSame(ServiceAddress own, Rpcb binding) {
        return own.program() == binding.program()
                && own.version() == binding.version()
                && own.netid().text().equals(binding.netid())
                && portOf(own.universalAddress().text()).equals(portOf(binding.address()));
    }

    private static String portOf(String address) {
        String[] parts = address.split("\\.", -1);
        return parts.length < 3 ? address : parts[parts.length - 2] + "." + parts[parts.length - 1];
    }

    /** Withdraws what stands in the way, if nobody answers at any of it. */
    CompletableFuture<Outcome> clear(Portmapper portmapper, Deadline deadline) {
        if (present || others.isEmpty()) {
            return CompletableFuture.completedFuture(present ? new Present() : new Nothing());
        }
        return clear(0, portmapper, deadline);
    }

    private CompletableFuture<Outcome> clear(int index, Portmapper portmapper, Deadline deadline) {
        if (index == others.size()) {
            return withdraw(portmapper, deadline);
        }
        Rpcb other = others.get(index);
        return Handover.then(
                isDead(other, deadline),
                dead -> dead
                        ? clear(index + 1, portmapper, deadline)
                        : CompletableFuture.completedFuture(new Alive(other)));
    }

    private CompletableFuture<Outcome> withdraw(Portmapper portmapper, Deadline deadline) {
        Question<Boolean> unset = Questions.unset(
                service.program(), service.version(), service.netid().text());
        return Handover.map(
                portmapper.ask(Asked.byStream(unset), deadline),
                answer -> answer.value() ? new Cleared(others.get(0)) : new Kept(others.get(0)));
    }

    /** Only where the host says that nobody listens; who does not answer may be busy. */
    private static CompletableFuture<Boolean> isDead(Rpcb binding, Deadline deadline) {
        return Lookup.onThisHost(binding)
                .map(service -> ping(service, deadline))
                .orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    private static CompletableFuture<Boolean> ping(ServiceAddress service, Deadline deadline) {
        ReopeningTransport transport = new ReopeningTransport(service.address());
        Call<Boolean> call = new ProcedureCall<>(0, Opaque.EMPTY, reader -> false)
                .to(service.program(), service.version(), OpaqueAuth.NONE);
        CompletableFuture<Boolean> dead = Handover.otherwise(
                transport.send(call, PATIENCE.compareTo(deadline.left()) < 0 ? PATIENCE : deadline.left()),
                failure -> CompletableFuture.completedFuture(failure instanceof RpcException.Unreachable));
        var unused = dead.whenComplete((answer, failure) -> transport.close());
        return dead;
    }

    static String text(Rpcb binding) {
        String owner = binding.owner().isEmpty() ? "" : " by owner " + PrintableText.of(binding.owner());
        return "it is registered" + owner + " at " + PrintableText.of(binding.netid()) + " "
                + PrintableText.of(binding.address());
    }
}
