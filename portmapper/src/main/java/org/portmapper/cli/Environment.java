package org.portmapper.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.portmapper.names.AccountNames;
import org.portmapper.names.ProgramNames;
import org.portmapper.policy.Policy;
import org.portmapper.policy.PolicyException;
import org.portmapper.policy.PolicyFiles;
import org.portmapper.policy.PolicyPlaces;
import org.portmapper.rpc.rpcbind.Rpcbind;

/**
 * What a command touches of the process and the host.
 *
 * @param out where answers go
 * @param err where errors go, one sentence each
 * @param colour whether answers go to somebody who wants to see colours
 * @param files the files of the host
 * @param localSocket the socket of this host's portmapper
 * @param launcher what starts this program in a process of its own, without its arguments
 */
record Environment(
        PrintWriter out, PrintWriter err, boolean colour, HostFiles files, String localSocket, List<String> launcher) {
    /** The local socket that portmappers have. */
    static final String LOCAL_SOCKET = Rpcbind.LOCAL_SOCKET;

    /** Copies the launcher. */
    Environment {
        launcher = List.copyOf(launcher);
    }

    /** The names of programs on this host. */
    ProgramNames programNames() throws CommandFailure {
        try {
            return ProgramNames.of(files.programs());
        } catch (IOException e) {
            throw new CommandFailure(
                    files.programs() + ": cannot be read (expected: names of programs, as rpc(5) describes)", e);
        }
    }

    /** The accounts of this host. */
    AccountNames accountNames() throws CommandFailure {
        try {
            return AccountNames.of(files.users(), files.groups());
        } catch (IOException e) {
            throw new CommandFailure(
                    files.users() + ", " + files.groups()
                            + ": cannot be read (expected: accounts, as passwd(5) and group(5) describe)",
                    e);
        }
    }

    /** The policy that these files and folders say; that of the host where none are given. */
    Policy policy(List<Path> paths) throws CommandFailure, PolicyException {
        PolicyFiles reading = new PolicyFiles(programNames(), accountNames());
        return paths.isEmpty() ? reading.load(new PolicyPlaces(files.policy(), files.dropIns())) : reading.read(paths);
    }
}
