package org.portmapper.identity;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A process that is described instead of looked at.
 *
 * @param pid its number; 0 where it is not known
 */
public record KnownProcess(int pid, boolean kernelThread, Optional<String> unit, Optional<String> executable)
        implements CallingProcess {
    @Override
    public OptionalLong controlGroup() {
        return OptionalLong.empty();
    }

    @Override
    public boolean holds(long inode) {
        return false;
    }
}
