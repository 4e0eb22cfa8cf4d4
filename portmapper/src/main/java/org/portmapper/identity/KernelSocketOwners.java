package org.portmapper.identity;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.portmapper.kernel.SocketProcess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the processes of this host: not for an event loop that serves. */
public final class KernelSocketOwners implements SocketOwners {
    private static final Logger log = LoggerFactory.getLogger(KernelSocketOwners.class);

    @Override
    public Map<Long, List<Caller.User>> of(Set<Long> inodes) {
        Map<Long, List<Caller.User>> owners = new HashMap<>();
        try {
            SocketProcess.holding(inodes)
                    .forEach((inode, processes) -> owners.put(
                            inode,
                            processes.stream().map(KernelSocketOwners::user).toList()));
        } catch (IOException e) {
            log.warn("the processes that have sockets open cannot be looked at: {}", e.toString());
        }
        return owners;
    }

    private static Caller.User user(SocketProcess process) {
        return new Caller.User(
                process.uid(),
                Proof.OPEN_SOCKET,
                process.groups(),
                new KnownProcess(process.pid(), false, process.unit(), process.executable()));
    }
}
