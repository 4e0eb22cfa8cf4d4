package org.portmapper.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.portmapper.kernel.Errno;
import org.portmapper.kernel.ErrnoException;
import org.portmapper.kernel.IpProtocol;
import org.portmapper.kernel.PortHolder;
import org.portmapper.kernel.PortHolders;
import org.portmapper.rpc.rpcbind.AddressText;

/** Says in one sentence why the daemon cannot have what it needs, and what to do about it. */
final class Refusal {
    private static final String AS_ORDINARY_USER =
            "root, or options that an ordinary user may use: --port 10111 --socket /tmp/rpcbind.sock --state-dir"
                    + " /tmp/portmapper";

    private Refusal() {}

    /** Of a UDP or TCP port. */
    static StartException ofPort(IpProtocol protocol, InetSocketAddress wanted, ErrnoException cause) {
        String what = protocol.name().toLowerCase(java.util.Locale.ROOT) + " port " + wanted.getPort() + " at "
                + AddressText.of(wanted.getAddress()) + ": ";
        Errno errno = cause.errno();
        if (errno.equals(Errno.EADDRINUSE)) {
            return new StartException(what + "held by " + holders(protocol, wanted)
                    + " (expected: a free port; stop the holder, or choose another port with --port)");
        }
        if (errno.equals(Errno.EACCES) || errno.equals(Errno.EPERM)) {
            return new StartException(what + "not allowed for this user (expected: " + AS_ORDINARY_USER + ")");
        }
        return new StartException(what + errno + " (expected: an address of this host, as `ip address` lists them)");
    }

    /** Of a local socket. */
    static StartException ofLocalSocket(String name, IOException cause) {
        if (cause instanceof ErrnoException refused && refused.errno().equals(Errno.EADDRINUSE)) {
            return inUse(name);
        }
        return new StartException(
                "local socket " + name + ": " + reason(cause) + " (expected: " + AS_ORDINARY_USER + ")");
    }

    /** Of a local socket at which somebody answers. */
    static StartException inUse(String name) {
        return new StartException("local socket " + name
                + ": another process serves it (expected: a free name; stop that process, or choose another name with"
                + " --socket)");
    }

    /** Of a path for a local socket at which something else is. */
    static StartException notASocket(String name) {
        return new StartException("local socket " + name
                + ": something that is no socket is there (expected: a path that is free, see --socket)");
    }

    /** Of the folder for state. */
    static StartException ofStateDirectory(Path directory, IOException cause) {
        return new StartException(
                "state directory " + directory + ": " + reason(cause) + " (expected: " + AS_ORDINARY_USER + ")");
    }

    private static String reason(IOException cause) {
        return switch (cause) {
            case ErrnoException refused -> refused.errno().toString();
            case java.nio.file.AccessDeniedException denied -> "not allowed for this user";
            case java.nio.file.FileSystemException failed -> String.valueOf(failed.getReason());
            default -> String.valueOf(cause.getMessage());
        };
    }

    private static String holders(IpProtocol protocol, InetSocketAddress wanted) {
        try {
            List<PortHolder> holders = PortHolders.ofThisHost().of(protocol, wanted);
            return holders.isEmpty()
                    ? "somebody who has let go of it since"
                    : holders.stream().map(PortHolder::toString).collect(Collectors.joining(" and "));
        } catch (IOException e) {
            return "somebody, and /proc does not say who: " + e.getMessage();
        }
    }
}
