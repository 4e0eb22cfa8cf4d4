package org.portmapper.interop.differential;

import java.util.Optional;
import org.portmapper.rpc.xdr.Opaque;

/** What both subjects came to at one step. */
record Comparison(Step step, Outcome rpcbind, Outcome ours) {

    /** What is wrong with it; empty where ours answers as rpcbind does, or differs exactly as the step says. */
    Optional<String> complaint() {
        if (step.difference().isEmpty()) {
            return rpcbind.equals(ours) ? Optional.empty() : complaint("a difference that is not listed");
        }
        Difference difference = step.difference().get();
        if (rpcbind.equals(ours) && difference.extent() == Difference.Extent.HERE) {
            return complaint("no difference, though " + difference.id() + " is listed for it");
        }
        return ours.equals(difference.ours())
                ? Optional.empty()
                : complaint("another difference than %s says; it says%n    %s"
                        .formatted(difference.id(), ReplyText.of(step, difference.ours())));
    }

    private Optional<String> complaint(String what) {
        return Optional.of("%s: %s%n  sent by %s: %s%n  rpcbind: %s%n  ours:    %s"
                .formatted(
                        step.name(),
                        what,
                        step.caller(),
                        step.pieces().stream().map(Opaque::toHex).toList(),
                        ReplyText.of(step, rpcbind),
                        ReplyText.of(step, ours)));
    }
}
