package org.portmapper.server;

import org.portmapper.program.Rules;
import org.portmapper.state.SavedBindings;
import org.portmapper.state.StateFile;

/** What a portmapper does at its start about what was registered, for tests of other packages. */
public final class Restorations {
    private Restorations() {}

    /** Brings back what the file says, as far as it is proven. */
    public static void restore(StateFile file, Rules rules) {
        Restoration restoration = new Restoration(file, rules);
        if (restoration.read() instanceof SavedBindings.Saved saved) {
            restoration.restore(saved);
        }
    }
}
