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

/**
 * Says in one sentence why the portmapper cannot have what it needs, and what to do about it.
 *
 * @param port by what another port is chosen
 * @param socket by what another local socket is chosen
 * @param allowed who may have what is refused, or what else to ask for
 */
record Refusal(String port, String socket, String allowed) {
    /** For whoever has started the daemon by its command line. */
    static final Refusal OF_OPTIONS = new Refusal(
            "--port",
            "--socket",
            "root, or options that an ordinary user may use: --port 10111 --socket /tmp/rpcbind.sock --state-dir"
                    + " /tmp/portmapper");

    /** For whoever has written a program that embeds it. */
    static final Refusal OF_METHODS = new Refusal(
            "withPort",
            "withSocket",
            "root, or what any user may have: a port of 1024 or more, a local socket in a folder that he may write to");

    /** Of a UDP or TCP port. */
    StartException ofPort(IpProtocol protocol, InetSocketAddress wanted, ErrnoException cause) {
        String what = protocol.name().toLowerCase(java.util.Locale.ROOT) + " port " + wanted.getPort() + " at "
                + AddressText.of(wanted.getAddress()) + ": ";
        Errno errno = cause.errno();
        if (errno.equals(Errno.EADDRINUSE)) {
            return new StartException(what + "held by " + holders(protocol, wanted)
                    + " (expected: a free port; stop the holder, or choose another port with " + port + ")");
        }
        if (errno.equals(Errno.EACCES) || errno.equals(Errno.EPERM)) {
            return new StartException(what + "not allowed for this user (expected: " + allowed + ")");
        }
        return new StartException(what + errno + " (expected: an address of this host, as `ip address` lists them)");
    }

    /** Of a local socket. */
    StartException ofLocalSocket(String name, IOException cause) {
        if (cause instanceof ErrnoException refused && refused.errno().equals(Errno.EADDRINUSE)) {
            return inUse(name);
        }
        return new StartException("local socket " + name + ": " + reason(cause) + " (expected: " + allowed + ")");
    }

    /** Of a local socket at which somebody answers. */
    StartException inUse(String name) {
        return new StartException("local socket " + name
                + ": it is served already (expected: a free name; stop who serves it, or choose another name with "
                + socket + ")");
    }

    /** Of a path for a local socket at which something else is. */
    StartException notASocket(String name) {
        return new StartException("local socket " + name
                + ": something that is no socket is there (expected: a path that is free, see " + socket + ")");
    }

    /** Of the folder for state. */
    StartException ofStateDirectory(Path directory, IOException cause) {
        return new StartException("state directory " + directory + ": " + reason(cause)
                + " (expected: a directory of its own; " + allowed + ")");
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
