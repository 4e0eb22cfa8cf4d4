package org.portmapper.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.portmapper.identity.Caller;
import org.portmapper.rpc.xdr.PrintableText;

/**
 * Facts that together allow a registration.
 *
 * @param text as it is written
 * @param facts those that cost least first
 */
record Alternative(Place place, String text, List<Fact> facts) {
    /** Puts the facts in their order. */
    Alternative {
        List<Fact> given = facts;
        facts = Stream.concat(
                        given.stream().filter(fact -> !fact.needsProcess()),
                        given.stream().filter(Fact::needsProcess))
                .toList();
    }

    /** Whether all facts are proven of this caller. */
    boolean fits(Caller.User caller) {
        return facts.stream().allMatch(fact -> fact.isProvenOf(caller));
    }

    boolean needsProcess() {
        return facts.getLast().needsProcess();
    }

    boolean asksForUnit() {
        return facts.stream().anyMatch(Fact.Unit.class::isInstance);
    }

    /** Whether it says the same, in whatever order and spelling. */
    boolean saysTheSame(Alternative other) {
        return facts.size() == other.facts.size()
                && facts.stream().collect(Collectors.toSet()).equals(Set.copyOf(other.facts));
    }

    /** As TOML. */
    String toToml() {
        return TomlText.string(text);
    }

    Rule rule() {
        return new Rule(place.toString(), PrintableText.of(text));
    }
}
