package org.portmapper.identity;

import java.util.Set;

/** A local connection of which everything is in order and nothing is special. */
public final class KnownLocalEnd implements LocalEnd {
    @Override
    public Set<Long> groups() {
        return Set.of();
    }

    @Override
    public boolean isOfThisNetwork() {
        return true;
    }

    @Override
    public CallingProcess process() {
        return CallingProcess.UNKNOWN;
    }
}
