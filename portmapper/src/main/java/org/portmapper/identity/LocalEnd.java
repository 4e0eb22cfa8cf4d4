package org.portmapper.identity;

import java.util.Set;

/** The other end of a local connection while it is open, looked at only when somebody wants to change something. */
public interface LocalEnd {
    /** The ids of the groups that the process had when it connected: SO_PEERGROUPS of unix(7), and its own group. */
    Set<Long> groups();

    /**
     * Whether its socket was made in the network namespace that we serve: a path can be shared with a container, whose
     * addresses are not ours and whose root is not this host's.
     */
    boolean isOfThisNetwork();

    /** The process that connected. */
    CallingProcess process();
}
