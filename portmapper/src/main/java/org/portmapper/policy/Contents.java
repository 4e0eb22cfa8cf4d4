package org.portmapper.policy;

import java.util.List;
import java.util.Optional;

/** What one file of a policy says. */
record Contents(List<Section> sections, Optional<Placed<Mode>> mode, Optional<Placed<Quota>> quota) {
    /** A value and where it stands. */
    record Placed<T>(T value, Place place) {}

    /** Copies the list. */
    Contents {
        sections = List.copyOf(sections);
    }
}
