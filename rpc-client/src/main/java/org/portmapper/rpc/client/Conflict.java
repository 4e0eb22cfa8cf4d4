package org.portmapper.rpc.client;

import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.PrintableText;

/**
 * What stands in the way of a registration.
 *
 * @param service what the portmapper refused to register
 * @param present whether it has that very service registered
 * @param others what it has registered instead, and what would go together with that
 * @param here whether the portmapper is on this host, so that what it has registered can be looked at
 */
record Conflict(ServiceAddress service, boolean present, List<Rpcb> others, boolean here) {
    /** How long a service on this host may take to answer, with one repetition over UDP: that nobody listens is known at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Most that are looked at, one after the other: two is what version 2 can have in the way, and the others one. */
    static final int OTHERS_LIMIT = 8;

    /** How it ended. */
    sealed interface Outcome permits Present, Cleared, Nothing, Kept, Alive, Unclear {}

    /** It is registered after all: some portmappers say false to what they have already. */
    record Present() implements Outcome {}

    /** Nobody serves it there, and it has been withdrawn, if what the portmapper says is true. */
    record Cleared(Rpcb other) implements Outcome {}

    /** There is nothing in the way: the portmapper does not want the service itself. */
    record Nothing() implements Outcome {}

    /** Nobody serves it there, and the portmapper does not let us withdraw it. */
    record Kept(Rpcb other) implements Outcome {}

    /** It is served there. */
    record Alive(Rpcb other) implements Outcome {}

    /** It cannot be seen from here whether it is served there. */
    record Unclear(Rpcb other) implements Outcome {}

    private enum Life {
        ALIVE,
        DEAD,
        UNKNOWN
    }

    static Conflict of(ServiceAddress service, Answer<List<Rpcb>> listed, List<ServiceAddress> ours) {
        boolean bothTransports = listed.procedure().version() == Rpcbind.VERSION_2;
        List<Rpcb> others = listed.value().stream()
                .filter(binding -> binding.program() == service.program() && binding.version() == service.version())
                .filter(binding ->
                        bothTransports || binding.netid().equals(service.netid().text()))
                .filter(binding -> ours.stream().noneMatch(own -> isSame(own, binding)))
                .toList();
        boolean present = listed.value().stream().anyMatch(binding -> isSame(service, binding));
        return new Conflict(service, present, others, ReachableAddress.isOnThisHost(listed.portmapper()));
    }

    /** Whether all of them are registered. */
    static boolean areListed(List<ServiceAddress> services, Answer<List<Rpcb>> listed) {
        return services.stream()
                .allMatch(service -> listed.value().stream().anyMatch(binding -> isSame(service, binding)));
    }

    private static boolean isSame(ServiceAddress own, Rpcb binding) {
        return own.program() == binding.program()
                && own.version() == binding.version()
                && own.netid().text().equals(binding.netid())
                && UniversalAddress.parse(own.netid().family(), binding.address())
                        .filter(registered -> covers(registered, own.universalAddress()))
                        .isPresent();
    }

    /** A wildcard is registered for every address of its host; version 2 knows nothing else. */
    private static boolean covers(UniversalAddress registered, UniversalAddress own) {
        return registered.equals(own)
                || (registered instanceof UniversalAddress.Inet theirs
                        && own instanceof UniversalAddress.Inet ours
                        && theirs.host().isAnyLocalAddress()
                        && theirs.port() == ours.port());
    }

    /** Withdraws what stands in the way, if nobody serves any of it. */
    CompletableFuture<Outcome> clear(Portmapper portmapper, Deadline deadline) {
        if (present || others.isEmpty()) {
            return CompletableFuture.completedFuture(present ? new Present() : new Nothing());
        }
        return others.size() > OTHERS_LIMIT
                ? CompletableFuture.completedFuture(new Unclear(others.get(0)))
                : clear(0, portmapper, deadline);
    }

    private CompletableFuture<Outcome> clear(int index, Portmapper portmapper, Deadline deadline) {
        if (index == others.size()) {
            return withdraw(portmapper, deadline);
        }
        Rpcb other = others.get(index);
        return Handover.then(lifeOf(other, deadline), life -> switch (life) {
            case DEAD -> clear(index + 1, portmapper, deadline);
            case ALIVE -> CompletableFuture.completedFuture(new Alive(other));
            case UNKNOWN -> CompletableFuture.completedFuture(new Unclear(other));
        });
    }

    private CompletableFuture<Outcome> withdraw(Portmapper portmapper, Deadline deadline) {
        Question<Boolean> unset = Questions.unset(
                service.program(), service.version(), service.netid().text());
        return Handover.map(
                portmapper.ask(Asked.byStream(unset), deadline),
                answer -> answer.value() ? new Cleared(others.get(0)) : new Kept(others.get(0)));
    }

    private CompletableFuture<Life> lifeOf(Rpcb binding, Deadline deadline) {
        return Lookup.onThisHost(binding)
                .filter(service -> here && isPlain(service.universalAddress()))
                .map(service -> lifeOf(service, deadline.atMost(PATIENCE)))
                .orElseGet(() -> CompletableFuture.completedFuture(Life.UNKNOWN));
    }

    /** Java cannot connect to abstract local sockets, and takes a path with other letters for one of its own encoding. */
    private static boolean isPlain(UniversalAddress address) {
        return !(address instanceof UniversalAddress.Local local)
                || (local.path().startsWith("/") && local.path().chars().allMatch(c -> c < 0x80));
    }

    private static CompletableFuture<Life> lifeOf(ServiceAddress service, Deadline deadline) {
        ReopeningTransport transport = new ReopeningTransport(service.address());
        Call<Life> ping = new ProcedureCall<>(0, Opaque.EMPTY, reader -> Life.ALIVE)
                .to(service.program(), service.version(), OpaqueAuth.NONE);
        CompletableFuture<Life> life = Handover.otherwise(
                transport.send(ping, deadline),
                failure -> CompletableFuture.completedFuture(lifeAfter(failure, service.universalAddress())));
        var unused = life.whenComplete((known, failure) -> transport.close());
        return life;
    }

    private static Life lifeAfter(RpcException failure, UniversalAddress address) {
        if (failure instanceof RpcException.ProgramUnavailable) {
            return Life.DEAD;
        } else if (failure instanceof RpcException.Unreachable) {
            return nobodyListens(failure, address) ? Life.DEAD : Life.UNKNOWN;
        }
        return Portmapper.isSilence(failure) || failure instanceof RpcException.NotSent ? Life.UNKNOWN : Life.ALIVE;
    }

    /**
     * Whether this host itself has refused. Having no right to connect, no socket left to do it or no time until the other one
     * accepts says nothing about the service; netty's exception for the last one extends the JDK's for the first.
     */
    private static boolean nobodyListens(RpcException failure, UniversalAddress address) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().equals(ConnectException.class)
                || root instanceof PortUnreachableException
                || (address instanceof UniversalAddress.Local local && Files.notExists(Path.of(local.path())));
    }

    static String text(Rpcb binding) {
        String owner = binding.owner().isEmpty() ? "" : " by owner " + PrintableText.of(binding.owner());
        return "it is registered" + owner + " at " + PrintableText.of(binding.netid()) + " "
                + PrintableText.of(binding.address());
    }
}
