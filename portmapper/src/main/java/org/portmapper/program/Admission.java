package org.portmapper.program;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.portmapper.audit.Refusal;
import org.portmapper.identity.Caller;
import org.portmapper.identity.Proof;
import org.portmapper.liveness.Addresses;
import org.portmapper.liveness.Holders;
import org.portmapper.policy.Decision;
import org.portmapper.policy.Mode;
import org.portmapper.policy.Policy;
import org.portmapper.policy.Rule;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** Rules on SET and UNSET: what is asked must make sense, be allowed, be free, and be the caller's own. It changes nothing. */
final class Admission {
    static final Refusal OURS = new Refusal("program 100000 is the portmapper itself", "built in", "");
    static final Refusal MALFORMED = new Refusal("its netid or address is not valid", "RFC 5665", "");

    private final BindingRegistry registry;
    private final Addresses addresses;
    private final Supplier<Policy> policies;

    Admission(BindingRegistry registry, Addresses addresses, Supplier<Policy> policies) {
        this.registry = registry;
        this.addresses = addresses;
        this.policies = policies;
    }

    /** Whether it depends on the caller's unit. */
    boolean asksForUnit(Rpcb wanted) {
        return policies.get().asksForUnit(wanted.program());
    }

    /** Whether what is asked may be registered. The owner is decided here: what the call says about it is not read. */
    Ruling set(Caller caller, Rpcb wanted) {
        if (wanted.program() == Rpcbind.PROGRAM) {
            return new Ruling.Refused(OURS);
        }
        Optional<Binding> binding = binding(wanted, caller.owner());
        return binding.isEmpty() ? new Ruling.Refused(MALFORMED) : set(caller, binding.get());
    }

    private Ruling set(Caller caller, Binding binding) {
        Policy policy = policies.get();
        Holders holders = addresses.holdersOf(binding);
        Decision decision = policy.register(caller, binding.program(), binding.address());
        Optional<Refusal> refusal = switch (decision) {
            case Decision.Refused refused ->
                Optional.of(new Refusal(refused.reason(), text(refused.rule()), refused.remedy()));
            case Decision.Allowed allowed -> objection(policy, caller, binding, holders);
        };
        Registration registration = new Registration(binding, holders.evidence());
        return refusal.isPresent()
                ? overlooked(policy, caller, List.of(registration), refusal.get())
                : new Ruling.Granted(List.of(registration), text(decision.rule()), Optional.empty());
    }

    static String text(Rule rule) {
        return rule.place() + " " + rule.text();
    }

    /** A policy that only watches lets pass what rpcbind does: everybody on this host. */
    static Ruling overlooked(Policy policy, Caller caller, List<Registration> registrations, Refusal refusal) {
        boolean elsewhere = caller instanceof Caller.Unproven unproven && !unproven.onThisHost();
        return policy.mode() == Mode.AUDIT && !elsewhere
                ? new Ruling.Granted(registrations, refusal.rule(), Optional.of(refusal))
                : new Ruling.Refused(refusal);
    }

    /** What else than the policy's rules is against it. */
    private Optional<Refusal> objection(Policy policy, Caller caller, Binding binding, Holders holders) {
        return caller instanceof Caller.User user
                ? ofAnother(user, binding)
                        .or(() -> isRegistered(binding) ? Optional.empty() : quota(policy, user))
                        .or(() -> notItsOwn(policy, user, binding, holders))
                : Optional.empty();
    }

    /** A program is one service: who does not own it adds nothing to it, no version and no transport. */
    Optional<Refusal> ofAnother(Caller.User user, Binding binding) {
        return registry.program(binding.program()).registrations().stream()
                .map(each -> each.binding().owner())
                .filter(owner -> !user.isSuperuser() && !owner.equals(user.owner()))
                .findFirst()
                .map(owner -> new Refusal("the program belongs to " + owner.name(), "first come, first served", ""));
    }

    /** Who says again what is registered adds nothing. */
    private boolean isRegistered(Binding binding) {
        return registry.program(binding.program())
                .exact(binding.version(), binding.netid())
                .isPresent();
    }

    private Optional<Refusal> quota(Policy policy, Caller.User user) {
        if (user.isSuperuser()) {
            return Optional.empty();
        }
        int owned = registry.witnesses().ownedBy(user.owner());
        int all = registry.witnesses().ownedByUsers();
        if (owned >= policy.quota().perUser()) {
            return Optional.of(
                    new Refusal("the user has " + owned + " bindings", "quota.per-user", "raise quota.per-user"));
        }
        return all >= policy.quota().allUsers()
                ? Optional.of(
                        new Refusal("all users have " + all + " bindings", "quota.all-users", "raise quota.all-users"))
                : Optional.empty();
    }

    private static Optional<Refusal> notItsOwn(Policy policy, Caller.User user, Binding binding, Holders holders) {
        boolean trusted = user.isSuperuser() && !isDatagram(user.proof());
        if (holders.isEmpty()) {
            return trusted ? unheardOf(policy, binding) : Optional.of(nobody("address: no socket receives there"));
        }
        return holders.foreignTo(user).filter(holder -> !trusted).map(holder -> nobody("address: " + holder));
    }

    private static Optional<Refusal> unheardOf(Policy policy, Binding binding) {
        return switch (policy.listener(binding.program()).listener()) {
            case OPTIONAL -> Optional.empty();
            case REQUIRED -> Optional.of(nobody("address: no socket receives there, and the policy requires one"));
        };
    }

    private static Refusal nobody(String found) {
        return new Refusal(found + " (expected: the caller's own)", "its own socket", "");
    }

    private static boolean isDatagram(Proof proof) {
        return proof == Proof.UDP_MARK || proof == Proof.UDP_TABLE;
    }

    /** Whether what is asked may be removed, all or nothing: of one netid, or of all where it is empty. */
    Ruling unset(Caller caller, Rpcb unwanted) {
        if (unwanted.program() == Rpcbind.PROGRAM) {
            return new Ruling.Refused(OURS);
        }
        if (caller instanceof Caller.Unproven(boolean onThisHost, String reason) && !onThisHost) {
            return new Ruling.Refused(new Refusal(reason, "origin", ""));
        }
        Predicate<Binding> fitting =
                binding -> unwanted.netid().isEmpty() || binding.netid().text().equals(unwanted.netid());
        List<Registration> found = registry.program(unwanted.program()).ofVersion(unwanted.version(), fitting);
        return found.stream()
                .flatMap(each -> notRemovable(caller, each).stream())
                .findFirst()
                .<Ruling>map(Ruling.Refused::new)
                .or(() ->
                        tooUncertain(caller, found).map(refusal -> overlooked(policies.get(), caller, found, refusal)))
                .orElseGet(() -> new Ruling.Granted(found, "its owner", Optional.empty()));
    }

    private Optional<Refusal> notRemovable(Caller caller, Registration registration) {
        Owner owner = registration.binding().owner();
        boolean watching = policies.get().mode() == Mode.AUDIT;
        boolean allowed = switch (caller) {
            case Caller.User user -> user.isSuperuser() || owner.equals(user.owner());
            case Caller.Unproven unproven -> watching && owner.equals(Owner.UNKNOWN);
        };
        return allowed
                ? Optional.empty()
                : Optional.of(new Refusal("it belongs to " + owner.name() + whyNot(caller), "its owner", ""));
    }

    private static String whyNot(Caller caller) {
        return caller instanceof Caller.Unproven unproven ? ", and " + unproven.reason() : "";
    }

    /**
     * Without marks a datagram's sender may have closed its socket and left the port to its victim: that is good enough to
     * remove what is dead, and what is dead goes by itself.
     */
    private static Optional<Refusal> tooUncertain(Caller caller, List<Registration> found) {
        boolean uncertain = caller instanceof Caller.User user
                && user.proof() == Proof.UDP_TABLE
                && found.stream().anyMatch(each -> !(each.evidence() instanceof Evidence.Word));
        return uncertain
                ? Optional.of(new Refusal(
                        "its socket is still open, and datagrams are not marked with their senders",
                        "proof",
                        "give the portmapper CAP_BPF and CAP_NET_ADMIN, or unregister over the local socket"))
                : Optional.empty();
    }

    /** The binding that makes sense of these strings, if there is one. */
    static Optional<Binding> binding(Rpcb wanted, Owner owner) {
        return Netid.of(wanted.netid())
                .flatMap(netid -> UniversalAddress.parse(netid.family(), wanted.address())
                        .filter(Admission::canBeReached)
                        .map(address -> new Binding(wanted.program(), wanted.version(), netid, address, owner)));
    }

    /** GETPORT answers port 0 for "not registered": a service that says it is there is lost. */
    private static boolean canBeReached(UniversalAddress address) {
        return !(address instanceof UniversalAddress.Inet inet) || (inet.port() != 0 && !inet.isGroup());
    }
}
