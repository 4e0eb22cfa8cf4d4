package org.portmapper.program;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.portmapper.audit.AuditTrail;
import org.portmapper.audit.Refusal;
import org.portmapper.identity.Caller;
import org.portmapper.identity.OwnerText;
import org.portmapper.identity.SocketOwners;
import org.portmapper.liveness.Claimants;
import org.portmapper.liveness.Holders;
import org.portmapper.liveness.Liveness;
import org.portmapper.policy.Decision;
import org.portmapper.policy.Policy;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.Rpcbind;

/**
 * Registers what another portmapper had registered, as far as the kernel and the policy bear it out: sockets must be open at the
 * address, they must be the owner's, and the policy must allow him the program. The rest is dropped, with a line in the audit
 * trail. Quotas are not asked: what was there stays. It belongs to the event loop, before that serves.
 */
public final class Readmission {
    private static final Refusal NOBODY = notItsOwn("address: no socket receives there");

    private final BindingRegistry registry;
    private final Liveness liveness;
    private final Supplier<Policy> policies;
    private final AuditTrail trail;
    private final SocketOwners owners;
    private final Admission admission;

    /** A claim, and who gets what is sent to its address. */
    private record Seen(Rpcb claim, Binding binding, Holders holders) {}

    /**
     * Registers by these rules.
     *
     * @param owners is asked once for each list of claims, and only if one depends on it
     */
    public Readmission(Rules rules, SocketOwners owners) {
        this.registry = rules.registry();
        this.liveness = rules.liveness();
        this.policies = rules.policies();
        this.trail = rules.trail();
        this.owners = owners;
        this.admission = new Admission(registry, liveness.addresses(), policies);
    }

    /**
     * Registers those that are proven, in their order, where nothing is registered in their place.
     *
     * @param claims what the other portmapper says, unchecked
     * @return what has been registered
     */
    public List<Registration> readmit(List<Rpcb> claims) {
        List<Seen> seen = claims.stream().flatMap(each -> look(each).stream()).toList();
        Map<Long, List<Caller.User>> processes = processes(seen);
        List<Registration> registered = new ArrayList<>();
        for (Seen each : seen) {
            switch (rule(each, processes)) {
                case Ruling.Refused refused -> trail.dropped(each.claim(), refused.refusal());
                case Ruling.Granted granted -> register(each.claim(), granted).ifPresent(registered::add);
            }
        }
        return registered;
    }

    private static Refusal notItsOwn(String reason) {
        return new Refusal(reason, "its own socket", "restart the service: it registers anew");
    }

    private Optional<Seen> look(Rpcb claim) {
        Optional<Binding> binding = Admission.binding(claim, OwnerText.known(claim.owner()));
        if (claim.program() == Rpcbind.PROGRAM || binding.isEmpty()) {
            trail.dropped(claim, claim.program() == Rpcbind.PROGRAM ? Admission.OURS : Admission.MALFORMED);
            return Optional.empty();
        }
        return Optional.of(new Seen(claim, binding.get(), liveness.addresses().holdersOf(binding.get())));
    }

    /** Those that have the sockets open of claims that nothing less proves. */
    private Map<Long, List<Caller.User>> processes(List<Seen> seen) {
        Set<Long> inodes = new HashSet<>();
        seen.stream()
                .filter(each -> !each.holders().isEmpty())
                .filter(each -> !(decide(each, Map.of()) instanceof Verdict.Proven))
                .forEach(each -> inodes.addAll(each.holders().inodes()));
        return inodes.isEmpty() ? Map.of() : owners.of(inodes);
    }

    private Ruling rule(Seen seen, Map<Long, List<Caller.User>> processes) {
        if (seen.holders().isEmpty()) {
            return new Ruling.Refused(NOBODY);
        }
        return switch (decide(seen, processes)) {
            case Verdict.Refused refused -> overlooked(seen, refused.refusal());
            case Verdict.Proven proven -> {
                Registration registration = registration(seen, proven.user().owner());
                yield admission
                        .ofAnother(proven.user(), registration.binding())
                        .map(refusal -> overlooked(seen, refusal))
                        .orElseGet(() -> new Ruling.Granted(
                                List.of(registration),
                                Admission.text(proven.allowed().rule()),
                                Optional.empty()));
            }
        };
    }

    /** A policy that only watches lets pass what rpcbind had, and with the owner that rpcbind said. */
    private Ruling overlooked(Seen seen, Refusal refusal) {
        Caller somebodyHere = new Caller.Unproven(true, refusal.reason());
        Registration asClaimed = registration(seen, seen.binding().owner());
        return Admission.overlooked(policies.get(), somebodyHere, List.of(asClaimed), refusal);
    }

    private static Registration registration(Seen seen, Owner owner) {
        Binding claimed = seen.binding();
        Binding owned = new Binding(claimed.program(), claimed.version(), claimed.netid(), claimed.address(), owner);
        return new Registration(owned, seen.holders().evidence());
    }

    private sealed interface Verdict {
        record Proven(Caller.User user, Decision.Allowed allowed) implements Verdict {}

        record Refused(Refusal refusal) implements Verdict {}
    }

    private Verdict decide(Seen seen, Map<Long, List<Caller.User>> processes) {
        Binding binding = seen.binding();
        Claimants claimants = new Claimants(seen.holders().sockets(), processes);
        Verdict verdict = new Verdict.Refused(notItsOwn("address: " + claimants.objection(binding.owner())
                + " (expected: a socket of " + binding.owner().name() + ")"));
        for (Caller.User user : claimants.of(binding.owner())) {
            switch (policies.get().register(user, binding.program(), binding.address())) {
                case Decision.Allowed allowed -> {
                    return new Verdict.Proven(user, allowed);
                }
                case Decision.Refused refused ->
                    verdict = new Verdict.Refused(
                            new Refusal(refused.reason(), Admission.text(refused.rule()), refused.remedy()));
            }
        }
        return verdict;
    }

    private Optional<Registration> register(Rpcb claim, Ruling.Granted granted) {
        Registration registration = granted.registrations().getFirst();
        return switch (registry.set(registration)) {
            case REGISTERED -> watched(claim, registration, granted);
            case ALREADY_REGISTERED -> Optional.empty();
            case TAKEN -> dropped(claim, "it is registered at another address");
            case FULL -> dropped(claim, "there is no room for more");
        };
    }

    private Optional<Registration> watched(Rpcb claim, Registration registration, Ruling.Granted granted) {
        granted.overlooked()
                .ifPresentOrElse(
                        refusal -> trail.wouldDrop(claim, refusal), () -> trail.imported(registration, granted.rule()));
        return liveness.watch(registration) ? Optional.of(registration) : Optional.empty();
    }

    private Optional<Registration> dropped(Rpcb claim, String reason) {
        trail.dropped(claim, new Refusal(reason, "one binding for each version and netid", ""));
        return Optional.empty();
    }
}
