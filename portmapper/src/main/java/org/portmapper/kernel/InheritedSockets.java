package org.portmapper.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sockets that systemd passes to a service it starts: sd_listen_fds(3). */
public final class InheritedSockets {

    /** More than any unit has; a larger number is a mistake, not a reason to look at that many descriptors. */
    static final int MAX_SOCKETS = 256;

    private static final int FIRST_FD = 3;
    private static final String UNNAMED = "unknown";

    private InheritedSockets() {}

    /**
     * The sockets meant for this process, in the unit's order; none where LISTEN_PID names another process or nothing.
     *
     * @throws InheritanceException if LISTEN_PID, LISTEN_FDS or LISTEN_FDNAMES is malformed, or a descriptor no socket
     */
    public static List<InheritedSocket> from(Map<String, String> environment) throws InheritanceException {
        return from(environment, ProcessHandle.current().pid());
    }

    static List<InheritedSocket> from(Map<String, String> environment, long ourPid) throws InheritanceException {
        Optional<String> pid = Optional.ofNullable(environment.get("LISTEN_PID"));
        Optional<String> count = Optional.ofNullable(environment.get("LISTEN_FDS"));
        if (pid.isEmpty() || count.isEmpty() || number("LISTEN_PID", pid.get(), Integer.MAX_VALUE) != ourPid) {
            return List.of();
        }
        return sockets(names(environment, number("LISTEN_FDS", count.get(), MAX_SOCKETS)));
    }

    private static int number(String variable, String value, int max) throws InheritanceException {
        if (!value.matches("[0-9]{1,10}") || Long.parseLong(value) > max) {
            throw new InheritanceException(variable + ": " + value + " (expected: a number from 0 to " + max + ")");
        }
        return Integer.parseInt(value);
    }

    private static List<String> names(Map<String, String> environment, int count) throws InheritanceException {
        String value = environment.get("LISTEN_FDNAMES");
        if (value == null || count == 0) {
            return Collections.nCopies(count, UNNAMED);
        }
        List<String> names = List.of(value.split(":", -1));
        if (names.size() != count) {
            throw new InheritanceException(
                    "LISTEN_FDNAMES: " + value + " (expected: " + count + " names, as LISTEN_FDS says)");
        }
        return names;
    }

    private static List<InheritedSocket> sockets(List<String> names) throws InheritanceException {
        List<InheritedSocket> sockets = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int fd = FIRST_FD + i;
            try {
                sockets.add(InheritedSocket.of(fd, names.get(i)));
            } catch (ErrnoException e) {
                throw new InheritanceException(
                        "LISTEN_FDS: descriptor " + fd + ", " + e.errno() + " (expected: a socket)");
            }
        }
        return List.copyOf(sockets);
    }
}
