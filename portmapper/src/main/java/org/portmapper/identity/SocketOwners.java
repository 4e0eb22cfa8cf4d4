package org.portmapper.identity;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whose processes have sockets open. */
@FunctionalInterface
public interface SocketOwners {
    /** The users whose processes have them open, by the sockets' inodes; nobody for those of which it cannot be seen. */
    Map<Long, List<Caller.User>> of(Set<Long> inodes);
}
