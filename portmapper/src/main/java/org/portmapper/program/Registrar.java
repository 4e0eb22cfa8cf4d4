package org.portmapper.program;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.portmapper.dispatch.Answer;
import org.portmapper.identity.Caller;
import org.portmapper.identity.Peer;
import org.portmapper.policy.Decision;
import org.portmapper.policy.LoopbackPolicy;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.BindingRegistry.SetResult;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.PrintableText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SET and UNSET of all versions: checks what is asked, asks the policy, changes the registry. RFC 1833 section 2.2.1. */
final class Registrar {
    private static final Logger log = LoggerFactory.getLogger(Registrar.class);

    private final BindingRegistry registry;
    private final LoopbackPolicy policy;

    Registrar(BindingRegistry registry, LoopbackPolicy policy) {
        this.registry = registry;
        this.policy = policy;
    }

    /** Registers what the peer asks for. The owner is decided here: what the call says about it is not read. */
    Answer set(Peer peer, Rpcb wanted) {
        Caller caller = Caller.of(peer);
        return switch (policy.set(caller, wanted.program())) {
            case Decision.TooWeak weak -> tooWeak("SET", peer, wanted, weak);
            case Decision.Refused refused -> refused("SET", peer, wanted, refused.reason());
            case Decision.Allowed allowed ->
                binding(wanted, caller)
                        .map(binding -> register(peer, binding))
                        .orElseGet(() -> refused("SET", peer, wanted, "its netid or address is not valid"));
        };
    }

    /** Removes what the peer asks for, all or nothing: of one netid, or of all where it is empty. */
    Answer unset(Peer peer, Rpcb unwanted) {
        Caller caller = Caller.of(peer);
        return switch (policy.unset(caller, unwanted.program())) {
            case Decision.TooWeak weak -> tooWeak("UNSET", peer, unwanted, weak);
            case Decision.Refused refused -> refused("UNSET", peer, unwanted, refused.reason());
            case Decision.Allowed allowed -> remove(peer, caller, unwanted);
        };
    }

    private Answer register(Peer peer, Binding binding) {
        SetResult result = registry.set(binding);
        log.debug("SET {} by {}: {}", binding, peer, result);
        return switch (result) {
            case REGISTERED, ALREADY_REGISTERED -> Results.TRUE;
            case TAKEN, FULL -> Results.FALSE;
        };
    }

    private Answer remove(Peer peer, Caller caller, Rpcb unwanted) {
        Predicate<Binding> fitting =
                binding -> unwanted.netid().isEmpty() || binding.netid().text().equals(unwanted.netid());
        List<Binding> bindings = registry.program(unwanted.program()).ofVersion(unwanted.version(), fitting);
        for (Binding binding : bindings) {
            if (policy.remove(caller, binding) instanceof Decision.Refused refused) {
                return refused("UNSET", peer, unwanted, refused.reason());
            }
        }
        if (!bindings.isEmpty()) {
            registry.remove(unwanted.program(), bindings);
            log.debug("UNSET {} by {}", bindings, peer);
        }
        return Results.TRUE;
    }

    private static Optional<Binding> binding(Rpcb wanted, Caller caller) {
        return Netid.of(wanted.netid())
                .flatMap(netid -> UniversalAddress.parse(netid.family(), wanted.address())
                        .filter(Registrar::canBeReached)
                        .map(address ->
                                new Binding(wanted.program(), wanted.version(), netid, address, caller.owner())));
    }

    /** GETPORT answers port 0 for "not registered": a service that says it is there is lost. */
    private static boolean canBeReached(UniversalAddress address) {
        return !(address instanceof UniversalAddress.Inet inet) || (inet.port() != 0 && !inet.isGroup());
    }

    private static Answer tooWeak(String procedure, Peer peer, Rpcb rpcb, Decision.TooWeak weak) {
        log.info("{} {} by {} denied: {}", procedure, describe(rpcb), peer, weak.reason());
        return new Answer.Denied(AuthStat.TOO_WEAK);
    }

    private static Answer refused(String procedure, Peer peer, Rpcb rpcb, String reason) {
        log.info("{} {} by {} refused: {}", procedure, describe(rpcb), peer, reason);
        return Results.FALSE;
    }

    private static String describe(Rpcb rpcb) {
        return "program " + rpcb.program() + " version " + rpcb.version() + " netid \"" + PrintableText.of(rpcb.netid())
                + "\" address \"" + PrintableText.of(rpcb.address()) + "\"";
    }
}
