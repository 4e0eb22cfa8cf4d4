package org.portmapper.embedded;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.portmapper.config.ConfigException;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.config.Setting;
import org.portmapper.policy.PolicyText;

/**
 * What an {@link EmbeddedPortmapper} serves, and by which policy. Immutable: each method answers another value and leaves this
 * one as it was.
 */
public final class EmbeddedOptions {
    /**
     * A free port of loopback for UDP and TCP, a local socket in a temporary folder, the built-in policy, and no remote calls.
     */
    public static final EmbeddedOptions DEFAULT =
            new EmbeddedOptions(0, List.of(InetAddress.ofLiteral("127.0.0.1")), Optional.empty(), "", false);

    private final int port;
    private final List<InetAddress> listen;
    private final Optional<Path> socket;
    private final String policy;
    private final boolean remoteCalls;

    private EmbeddedOptions(
            int port, List<InetAddress> listen, Optional<Path> socket, String policy, boolean remoteCalls) {
        this.port = port;
        this.listen = listen;
        this.socket = socket;
        this.policy = policy;
        this.remoteCalls = remoteCalls;
    }

    /**
     * At this UDP and TCP port, 1 to 65,535; 0, the default, for one that is free for both. 111 and all others below 1,024 are
     * root's on most hosts.
     *
     * @throws IllegalArgumentException if the number is no port
     */
    public EmbeddedOptions withPort(int number) {
        if (number < 0 || number > 0xffff) {
            throw new IllegalArgumentException("port: " + number + " (expected: 0 to 65535)");
        }
        return new EmbeddedOptions(number, listen, socket, policy, remoteCalls);
    }

    /**
     * At these addresses of this host in place of loopback alone; 0.0.0.0 and :: stand for all. Loopback is served in any case:
     * over it programs of this host register.
     *
     * @throws IllegalArgumentException if there is none
     */
    public EmbeddedOptions withListen(InetAddress... addresses) {
        if (addresses.length == 0) {
            throw new IllegalArgumentException(
                    "listen: none (expected: addresses of this host; 0.0.0.0 and :: for all)");
        }
        return new EmbeddedOptions(port, List.of(addresses), socket, policy, remoteCalls);
    }

    /**
     * With the local socket at this path, which every user of this host may connect to whose way there is not barred by a
     * folder. Without it the socket is in a temporary folder that is only for the user of this process.
     *
     * @throws IllegalArgumentException if the absolute path has more than 107 bytes, or control characters
     */
    public EmbeddedOptions withSocket(Path path) {
        try {
            Setting.SOCKET.parse("socket", path.toAbsolutePath().toString());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return new EmbeddedOptions(port, listen, Optional.of(path.toAbsolutePath()), policy, remoteCalls);
    }

    /**
     * By this policy, in the language of {@code policy.toml} (docs/policy.md); where it says nothing the built-in one decides.
     * Errors and audit lines call it "policy": {@code policy:LINE:COLUMN}. It is read, and any error found, at the start.
     */
    public EmbeddedOptions withPolicy(String toml) {
        return new EmbeddedOptions(port, listen, socket, toml, remoteCalls);
    }

    /** With CALLIT, BCAST and INDIRECT of RFC 1833, which pass calls on to programs of this host. */
    public EmbeddedOptions withRemoteCalls() {
        return new EmbeddedOptions(port, listen, socket, policy, true);
    }

    Optional<Path> socket() {
        return socket;
    }

    Serving serving(Path localSocket) {
        return new Serving(
                port, listen, List.of(localSocket.toString()), remoteCalls, PortmapperConfig.DEFAULT_PROTECTION);
    }

    PolicyText policy() {
        return new PolicyText("policy", policy);
    }
}
