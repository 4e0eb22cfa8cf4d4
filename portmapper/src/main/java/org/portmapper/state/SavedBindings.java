package org.portmapper.state;

import java.util.List;
import org.portmapper.registry.Registration;

/** What a state file says. */
public sealed interface SavedBindings {
    /** There is no file: nothing has been registered yet. */
    record None() implements SavedBindings {}

    /**
     * What was registered.
     *
     * @param system where it was so: the sockets' cookies mean nothing elsewhere
     * @param registrations in their order
     */
    record Saved(SystemIdentity system, List<Registration> registrations) implements SavedBindings {
        /** Copies the list. */
        public Saved {
            registrations = List.copyOf(registrations);
        }
    }

    /** The file is not what was written; nothing of it is believed. */
    record Damaged(String reason) implements SavedBindings {}
}
