package org.portmapper.policy;

import org.portmapper.registry.BindingRegistry;

/**
 * How many bindings there may be.
 *
 * @param perUser of one user, 1 to {@link #LIMIT}
 * @param allUsers of all users together, {@code perUser} to {@link #LIMIT}
 */
public record Quota(int perUser, int allUsers) {
    /** No registry holds more. */
    public static final int LIMIT = BindingRegistry.LIMIT;

    /** Many times what any known user registers, and a hundred such users. */
    public static final Quota DEFAULT = new Quota(1_000, 100_000);

    /** Refuses numbers that are none. */
    public Quota {
        if (perUser < 1 || allUsers < perUser || allUsers > LIMIT) {
            throw new IllegalArgumentException("quota: " + perUser + " of " + allUsers + " (expected: 1 to " + LIMIT
                    + ", and no more for one user than for all)");
        }
    }
}
