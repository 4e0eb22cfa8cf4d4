package org.portmapper.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.portmapper.rpc.rpcbind.Rpcbind;

/**
 * What a command touches of the process and the host.
 *
 * @param out where answers go
 * @param err where errors go, one sentence each
 * @param colour whether answers go to somebody who wants to see colours
 * @param programNames the file that names programs, as rpc(5) describes it
 * @param localSocket the socket of this host's portmapper
 * @param launcher what starts this program in a process of its own, without its arguments
 */
record Environment(
        PrintWriter out,
        PrintWriter err,
        boolean colour,
        Path programNames,
        String localSocket,
        List<String> launcher) {
    /** Where hosts keep the names of programs. */
    static final Path PROGRAM_NAMES = Path.of("/etc/rpc");

    /** The local socket that portmappers have. */
    static final String LOCAL_SOCKET = Rpcbind.LOCAL_SOCKET;

    /** Copies the launcher. */
    Environment {
        launcher = List.copyOf(launcher);
    }
}
