package org.portmapper.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.portmapper.names.ProgramNames;
import org.portmapper.policy.Decision;
import org.portmapper.policy.DescribedCaller;
import org.portmapper.policy.Listener;
import org.portmapper.policy.ListenerRule;
import org.portmapper.policy.Mode;
import org.portmapper.policy.Policy;
import org.portmapper.rpc.xdr.PrintableText;

/**
 * What {@code portmapper policy explain} tells.
 *
 * @param caller who asks, as he was described
 * @param decision what would be decided
 * @param change what would change it
 */
record Explanation(
        Request request, DescribedCaller caller, Policy policy, ProgramNames names, Decision decision, String change) {
    /**
     * What is asked.
     *
     * @param facts the caller's description
     * @param via the transport: local, tcp or udp
     */
    record Request(long program, Optional<Long> version, Optional<Integer> port, String facts, String via) {}

    boolean allowed() {
        return decision instanceof Decision.Allowed;
    }

    /** Lines for people. */
    String text() {
        StringBuilder text = new StringBuilder();
        String asked = names.called(request.program)
                + request.version.map(version -> " version " + version).orElse("")
                + request.port.map(port -> " at port " + port).orElse("");
        add(
                text,
                allowed() ? "allowed" : "refused",
                asked + " as " + PrintableText.of(request.facts) + " over " + request.via);
        reason().ifPresent(reason -> add(text, "because", reason));
        add(text, "decided by", decision.rule().place() + ": " + decision.rule().text());
        add(text, allowed() ? "to refuse it" : "to allow it", change);
        if (!caller.unproven().isEmpty()) {
            add(text, "not proven over " + request.via, PrintableText.of(String.join(", ", caller.unproven())));
        }
        ports().ifPresent(ports -> add(text, "ports", ports));
        if (allowed()) {
            ListenerRule listener = policy.listener(request.program);
            add(
                    text,
                    listener.listener() == Listener.REQUIRED ? "root needs a socket too" : "root needs no socket",
                    listener.rule().place());
        } else if (policy.mode() == Mode.AUDIT) {
            add(text, "mode audit", "what rpcbind allows is allowed, and this refusal is logged");
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String label, String value) {
        text.append(label).append(": ").append(value).append('\n');
    }

    private Optional<String> reason() {
        return decision instanceof Decision.Refused refused ? Optional.of(refused.reason()) : Optional.empty();
    }

    /** The rule about ports where it was not asked whether it allows one. */
    private Optional<String> ports() {
        return policy.ports(request.program)
                .filter(rule -> request.port.isEmpty())
                .map(rule -> rule.place() + ": " + rule.text());
    }

    /** Members of an object, in this order. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("allowed", allowed());
        members.put("program", request.program);
        members.put("name", names.name(request.program));
        members.put("version", request.version);
        members.put("port", request.port);
        members.put("uid", caller.user().uid());
        members.put("via", request.via);
        members.put("unproven", caller.unproven());
        members.put("reason", reason());
        members.put("place", decision.rule().place());
        members.put("rule", decision.rule().text());
        members.put("change", change);
        members.put("ports", policy.ports(request.program).map(rule -> rule.place() + ": " + rule.text()));
        members.put("listener", policy.listener(request.program).listener().text());
        members.put("mode", policy.mode().text());
        return members;
    }
}
