package org.portmapper.interop.differential;

import java.util.List;

/** Steps that are played in order and have programs of their own, so that no scenario sees what another left. */
record Scenario(String name, List<Step> steps) {
    Scenario {
        steps = List.copyOf(steps);
    }
}
