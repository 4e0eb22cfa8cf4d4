package org.portmapper.policy;

import java.util.List;
import java.util.Optional;
import org.portmapper.identity.Caller;

/**
 * The key {@code register}: who may register.
 *
 * @param name the key with the section that it belongs to
 */
record Register(Place place, String name, List<Alternative> alternatives) {
    /** Copies the list. */
    Register {
        alternatives = List.copyOf(alternatives);
    }

    /** The alternative that the caller fits: one that costs nothing to see before one for which its process is looked at. */
    Optional<Alternative> fitting(Caller.User caller) {
        return first(caller, false).or(() -> first(caller, true));
    }

    private Optional<Alternative> first(Caller.User caller, boolean needsProcess) {
        return alternatives.stream()
                .filter(each -> each.needsProcess() == needsProcess && each.fits(caller))
                .findFirst();
    }

    /** The alternatives as TOML. */
    List<String> items() {
        return alternatives.stream().map(Alternative::toToml).toList();
    }

    /** The line as a whole. */
    Rule rule() {
        return new Rule(place.toString(), name + " = " + TomlText.list(items()));
    }
}
