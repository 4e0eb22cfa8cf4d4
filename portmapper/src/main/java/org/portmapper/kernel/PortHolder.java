package org.portmapper.kernel;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A socket that holds a port, and whose it is.
 *
 * @param uid of the user who created the socket
 * @param processes that have it open, as far as could be seen
 * @param everyProcessSeen whether all processes could be looked at, which takes root and may take more
 */
public record PortHolder(long uid, List<HoldingProcess> processes, boolean everyProcessSeen) {

    /** A process that has the socket open; {@code command} is its name, escaped for the terminal. */
    public record HoldingProcess(long pid, String command) {}

    public PortHolder {
        processes = List.copyOf(processes);
    }

    /** In words: {@code rpcbind (pid 123, uid 0)}. */
    @Override
    public String toString() {
        if (!processes.isEmpty()) {
            return processes.stream()
                    .map(process -> process.command() + " (pid " + process.pid() + ", uid " + uid + ")")
                    .collect(Collectors.joining(", "));
        }
        return everyProcessSeen
                ? "a socket of uid " + uid + " without a process here (the kernel's, or another container's)"
                : "a process of uid " + uid + " (which one is hidden from this user; root may see it)";
    }
}
