package org.portmapper.identity;

import java.util.Optional;
import java.util.OptionalLong;

/** What is proven about the process that calls, as far as the transport and our own rights allow. */
public interface CallingProcess {
    /** A process of which nothing is known, as behind TCP and UDP. */
    CallingProcess UNKNOWN = new KnownProcess(0, false, Optional.empty(), Optional.empty());

    /** Its number; 0 where it is not known. */
    int pid();

    /** Whether it is a thread of the kernel. */
    boolean kernelThread();

    /** The systemd unit that it belongs to: the name of its control group, "nfs-ganesha.service". */
    Optional<String> unit();

    /** The absolute path of the program that it runs. */
    Optional<String> executable();

    /** The control group that is its unit's own: cgroups(7), version 2. Empty for groups that strangers share. */
    OptionalLong controlGroup();

    /** Whether one of its descriptors is the socket with this inode. */
    boolean holds(long inode);
}
