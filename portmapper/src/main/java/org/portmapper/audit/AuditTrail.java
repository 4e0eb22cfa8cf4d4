package org.portmapper.audit;

import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.portmapper.identity.Caller;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what was decided. It belongs to the event loop. */
public final class AuditTrail {
    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);

    private final LongFunction<String> names;
    private final Consumer<String> decisions;
    private final Repetitions refusals;

    /** Writes to the log: refusals as warnings, the rest as information. */
    public static AuditTrail toLog(LongFunction<String> names) {
        return new AuditTrail(names, log::info, new Repetitions(System::nanoTime, log::warn));
    }

    /**
     * Writes elsewhere.
     *
     * @param names what a program is called, by its number; empty where it has no name
     */
    AuditTrail(LongFunction<String> names, Consumer<String> decisions, Repetitions refusals) {
        this.names = names;
        this.decisions = decisions;
        this.refusals = refusals;
    }

    /** A request was granted, by this rule. */
    public void granted(Request request, String rule) {
        decisions.accept(line("granted", request).with("rule", rule).toString());
    }

    /** A request was refused; the same again soon is only counted. */
    public void refused(Request request, Refusal refusal) {
        refusals.write(with(line("refused", request), refusal).toString());
    }

    /** A request was granted because the policy only watches; it would be refused. */
    public void wouldRefuse(Request request, Refusal refusal) {
        refusals.write(with(line("would-refuse", request), refusal).toString());
    }

    /** A registration has ended without anybody asking for it. */
    public void withdrawn(Registration registration, String reason) {
        Binding binding = registration.binding();
        Line line = new Line().with("event", "WITHDRAWN");
        program(line, binding.toRpcb()).with("owner", binding.owner().name()).with("reason", reason);
        decisions.accept(line.toString());
    }

    /** What another portmapper said is registered here too now, by this rule. */
    public void imported(Registration registration, String rule) {
        Binding binding = registration.binding();
        decisions.accept(
                importLine("granted", binding.toRpcb()).with("rule", rule).toString());
    }

    /** What another portmapper said is registered here too now, because the policy only watches; it would be dropped. */
    public void wouldDrop(Rpcb claim, Refusal refusal) {
        refusals.write(with(importLine("would-drop", claim), refusal).toString());
    }

    /** What another portmapper said is not registered here. */
    public void dropped(Rpcb claim, Refusal refusal) {
        refusals.write(with(importLine("dropped", claim), refusal).toString());
    }

    private Line importLine(String decision, Rpcb claim) {
        Line line = new Line().with("event", "IMPORT").with("decision", decision);
        return program(line, claim).with("owner", claim.owner());
    }

    /** Writes how often refusals were repeated whose time is over: to be called now and then. */
    public void writeRepetitions() {
        refusals.writeCounts();
    }

    private Line line(String decision, Request request) {
        Line line = new Line().with("event", request.procedure()).with("decision", decision);
        program(line, request.asked());
        return caller(line, request.caller()).with("from", request.peer());
    }

    private Line program(Line line, Rpcb rpcb) {
        return line.with("program", rpcb.program())
                .with("name", names.apply(rpcb.program()))
                .with("version", rpcb.version())
                .with("netid", rpcb.netid())
                .with("address", rpcb.address());
    }

    private static Line caller(Line line, Caller caller) {
        return switch (caller) {
            case Caller.User user ->
                line.with("uid", user.uid()).with("proof", user.proof().text());
            case Caller.Unproven unproven -> line.with("uid", "unproven");
        };
    }

    private static Line with(Line line, Refusal refusal) {
        return line.with("reason", refusal.reason())
                .with("rule", refusal.rule())
                .with("remedy", refusal.remedy());
    }
}
