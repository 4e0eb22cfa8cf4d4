package org.portmapper.policy;

/** Policies for tests of other packages, on a host that is the same everywhere. */
public final class Policies {
    private Policies() {}

    /** The policy of one file with this text. */
    public static Policy of(String text) {
        try {
            return Host.policy(text);
        } catch (PolicyException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
