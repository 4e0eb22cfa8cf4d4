package org.portmapper.cli;

import java.nio.file.Path;
import org.portmapper.names.AccountNames;
import org.portmapper.names.ProgramNames;
import org.portmapper.policy.PolicyFiles;

/**
 * The files of the host that commands read.
 *
 * @param programs the names of programs, as rpc(5) describes them
 * @param users the users, as passwd(5) describes them
 * @param groups the groups, as group(5) describes them
 * @param policy the policy of the daemon
 * @param dropIns the folder of more policies
 */
record HostFiles(Path programs, Path users, Path groups, Path policy, Path dropIns) {
    /** Where hosts have them. */
    static final HostFiles USUAL = new HostFiles(
            ProgramNames.FILE, AccountNames.USERS, AccountNames.GROUPS, PolicyFiles.FILE, PolicyFiles.DROP_INS);
}
