package org.portmapper.program;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.portmapper.audit.AuditTrail;
import org.portmapper.audit.Refusal;
import org.portmapper.audit.Request;
import org.portmapper.dispatch.Answer;
import org.portmapper.identity.Caller;
import org.portmapper.identity.Identification;
import org.portmapper.identity.Peer;
import org.portmapper.liveness.Liveness;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.state.Journal;

/** SET and UNSET of all versions: has them ruled on, changes the registry, and says so in the audit trail. */
final class Registrar {
    private static final String BUSY = "too many changes wait for the disk";
    private static final String STATE = "what is acknowledged is on the disk";

    private final BindingRegistry registry;
    private final Journal journal;
    private final Liveness liveness;
    private final Identification identification;
    private final Admission admission;
    private final AuditTrail trail;

    Registrar(Rules rules) {
        this.registry = rules.registry();
        this.journal = rules.journal();
        this.liveness = rules.liveness();
        this.identification = rules.identification();
        this.trail = rules.trail();
        this.admission = new Admission(rules.registry(), rules.liveness().addresses(), rules.policies());
    }

    /** SET: RFC 1833 section 2.2.1. */
    Answer set(Peer peer, Rpcb wanted) {
        Optional<CompletableFuture<Void>> unit =
                admission.asksForUnit(wanted) ? identification.findUnit(peer) : Optional.empty();
        return unit.map(found -> Answer.later(found.handle((nothing, failure) -> setNow(peer, wanted))))
                .orElseGet(() -> setNow(peer, wanted));
    }

    private Answer setNow(Peer peer, Rpcb wanted) {
        Request request = new Request("SET", peer, identification.callerOf(peer), wanted);
        withdrawIfDead(wanted);
        return switch (admission.set(request.caller(), wanted)) {
            case Ruling.Refused refused -> refuse(request, refused.refusal());
            case Ruling.Granted granted -> register(request, granted);
        };
    }

    /** UNSET: RFC 1833 section 2.2.1. What is not there has been removed. */
    Answer unset(Peer peer, Rpcb unwanted) {
        Request request = new Request("UNSET", peer, identification.callerOf(peer), unwanted);
        return switch (admission.unset(request.caller(), unwanted)) {
            case Ruling.Refused refused -> refuse(request, refused.refusal());
            case Ruling.Granted granted -> remove(request, granted);
        };
    }

    /** A service that died and came back is not in its own way, however late the kernel's notice is. */
    private void withdrawIfDead(Rpcb wanted) {
        Netid.of(wanted.netid())
                .flatMap(netid -> registry.program(wanted.program()).exact(wanted.version(), netid))
                .ifPresent(liveness::isServed);
    }

    private Answer register(Request request, Ruling.Granted granted) {
        Registration registration = granted.registrations().getFirst();
        Optional<String> obstacle = journal.isFull() ? Optional.of(BUSY) : obstacle(registration);
        return obstacle.isPresent()
                ? refuse(request, new Refusal(obstacle.get(), "one binding for each version and netid", ""))
                : acknowledge(request, granted);
    }

    private Optional<String> obstacle(Registration registration) {
        return switch (registry.set(registration)) {
            case REGISTERED -> {
                journal.changed(() -> registry.remove(registration.binding().program(), List.of(registration)));
                yield liveness.watch(registration)
                        ? Optional.empty()
                        : Optional.of("its socket has been closed meanwhile");
            }
            case ALREADY_REGISTERED -> Optional.empty();
            case TAKEN -> Optional.of("it is registered at another address");
            case FULL -> Optional.of("there is no room for more");
        };
    }

    /** Programs unregister before they register, whether there is anything or not: that is not worth a line. */
    private Answer remove(Request request, Ruling.Granted granted) {
        if (granted.registrations().isEmpty()) {
            return Answer.later(journal.durable().thenApply(written -> written ? Results.TRUE : Results.FALSE));
        }
        if (journal.isFull()) {
            return refuse(request, new Refusal(BUSY, STATE, ""));
        }
        long program = request.asked().program();
        SortedMap<Long, Registration> removed = registry.remove(program, granted.registrations());
        journal.changed(() -> restore(program, removed));
        return acknowledge(request, granted);
    }

    private void restore(long program, SortedMap<Long, Registration> removed) {
        registry.restore(program, removed);
        removed.values().forEach(liveness::watch);
    }

    /** Not before it is on the disk: what has been acknowledged is there after any end of this process. */
    private Answer acknowledge(Request request, Ruling.Granted granted) {
        return Answer.later(journal.durable().thenApply(written -> {
            if (!written) {
                return refuse(request, new Refusal("the state file cannot be written", STATE, "see the log"));
            }
            write(request, granted);
            return Results.TRUE;
        }));
    }

    private void write(Request request, Ruling.Granted granted) {
        granted.overlooked()
                .ifPresentOrElse(
                        refusal -> trail.wouldRefuse(request, refusal), () -> trail.granted(request, granted.rule()));
    }

    /** Old libraries understand FALSE; whoever is elsewhere learns that it takes a proof. */
    private Answer refuse(Request request, Refusal refusal) {
        trail.refused(request, refusal);
        return request.caller() instanceof Caller.Unproven unproven && !unproven.onThisHost()
                ? new Answer.Denied(AuthStat.TOO_WEAK)
                : Results.FALSE;
    }
}
