package org.portmapper.policy;

import java.util.Set;
import org.portmapper.identity.Caller;
import org.portmapper.identity.Proof;

/** Something that can be proven about a caller. */
sealed interface Fact {
    /** Whether it is proven of this caller. */
    boolean isProvenOf(Caller.User caller);

    /** Whether the caller's process must be looked at, which costs more than all else. */
    default boolean needsProcess() {
        return false;
    }

    /** A user of this host, whichever. */
    record Local() implements Fact {
        @Override
        public boolean isProvenOf(Caller.User caller) {
            return true;
        }
    }

    /** This user. */
    record User(long uid) implements Fact {
        @Override
        public boolean isProvenOf(Caller.User caller) {
            return caller.uid() == uid;
        }
    }

    /**
     * A member of this group.
     *
     * @param members the members that the files of accounts name
     */
    record Group(long gid, Set<Long> members) implements Fact {
        /** Copies the members. */
        public Group {
            members = Set.copyOf(members);
        }

        /** Only a local socket shows the groups of the process; without one, those of its user count. */
        @Override
        public boolean isProvenOf(Caller.User caller) {
            return caller.groups().contains(gid)
                    || (caller.proof() != Proof.LOCAL_SOCKET && members.contains(caller.uid()));
        }
    }

    /** The kernel itself: a thread of it. */
    record Kernel() implements Fact {
        @Override
        public boolean isProvenOf(Caller.User caller) {
            return caller.isSuperuser() && caller.process().kernelThread();
        }

        @Override
        public boolean needsProcess() {
            return true;
        }
    }

    /** A process of this systemd unit. */
    record Unit(String name) implements Fact {
        @Override
        public boolean isProvenOf(Caller.User caller) {
            return caller.process().unit().filter(name::equals).isPresent();
        }

        @Override
        public boolean needsProcess() {
            return true;
        }
    }

    /** A process that runs this program: its absolute path. */
    record Executable(String path) implements Fact {
        @Override
        public boolean isProvenOf(Caller.User caller) {
            return caller.process().executable().filter(path::equals).isPresent();
        }

        @Override
        public boolean needsProcess() {
            return true;
        }
    }
}
