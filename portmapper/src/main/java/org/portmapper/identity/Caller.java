package org.portmapper.identity;

import java.util.Set;
import org.portmapper.rpc.rpcbind.Owner;

/** What is proven about a peer: the kernel's word, never the peer's own. */
public sealed interface Caller {
    /** As whom it owns what it registers: r_owner of RFC 1833 section 2.1. */
    Owner owner();

    /**
     * A user of this host.
     *
     * @param uid 0 to 4,294,967,294
     * @param groups the ids of the process's groups; none where the proof does not tell
     */
    record User(long uid, Proof proof, Set<Long> groups, CallingProcess process) implements Caller {
        /** Copies the groups. */
        public User {
            groups = Set.copyOf(groups);
        }

        @Override
        public Owner owner() {
            return Owner.ofUid(uid);
        }

        /** Whether it is the superuser of this host. */
        public boolean isSuperuser() {
            return uid == 0;
        }
    }

    /**
     * Somebody who has proven nothing.
     *
     * @param onThisHost whether the call came over loopback
     * @param reason why there is no proof, for the log
     */
    record Unproven(boolean onThisHost, String reason) implements Caller {
        @Override
        public Owner owner() {
            return Owner.UNKNOWN;
        }
    }
}
