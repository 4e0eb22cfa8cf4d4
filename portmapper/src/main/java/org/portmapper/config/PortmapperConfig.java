package org.portmapper.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the daemon is told to do.
 *
 * @param serving what it serves
 * @param directories where files are
 * @param logLevel what is logged
 */
public record PortmapperConfig(Serving serving, Directories directories, LogLevel logLevel) {

    /**
     * What is served, and where.
     *
     * @param port UDP and TCP port, 1 to 65535; 0 for any port that is free
     * @param listen addresses to listen on; none for every address of the host
     * @param sockets local sockets: paths that begin with "/", or abstract names that begin with "@"
     * @param remoteCalls whether CALLIT, BCAST and INDIRECT are served
     * @param protection what others can take
     */
    public record Serving(
            int port, List<InetAddress> listen, List<String> sockets, boolean remoteCalls, Protection protection) {
        /** Copies the lists, and refuses a port that is none. */
        public Serving {
            listen = List.copyOf(listen);
            sockets = List.copyOf(sockets);
            if (port < 0 || port > 0xffff) {
                throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
            }
        }
    }

    /**
     * What others can take from the daemon, and through it from third hosts.
     *
     * @param connections over TCP at once, 1 to 1,000,000
     * @param connectionsPerSource of one user of this host, IPv4 address or IPv6 subnet, over TCP and over local sockets, 1 to
     *     1,000,000
     * @param longUdpReplies whether replies over UDP to other hosts may be longer than one and a half times the call
     * @param udpErrorsPerSecond errors that one IPv4 address or IPv6 subnet is answered over UDP, 1 to 1,000,000
     */
    public record Protection(
            int connections, int connectionsPerSource, boolean longUdpReplies, int udpErrorsPerSecond) {}

    /**
     * Where files are.
     *
     * @param state what the daemon writes
     * @param policy policy.toml and policy.d, which it only reads; neither has to exist
     * @param rpcbind where rpcbind's two files are taken over from, and left at the end
     */
    public record Directories(Path state, Path policy, Path rpcbind) {
        /** What rpcbind has itself. */
        public static final Path OF_RPCBIND = Path.of("/run/rpcbind");

        /** With rpcbind's own folder. */
        public Directories(Path state, Path policy) {
            this(state, policy, OF_RPCBIND);
        }

        /** Where what {@code portmapper import} has taken down waits for the daemon to start. */
        public Path imported() {
            return state.resolve("import");
        }

        /**
         * Where rpcbind's two files are for the portmapper at this port: rpcbind's own folder belongs to the one that takes
         * its place, and is not touched by others.
         */
        public Optional<Path> rpcbindFor(int port) {
            return port == DEFAULT_PORT || !rpcbind.equals(OF_RPCBIND) ? Optional.of(rpcbind) : Optional.empty();
        }

        /** The main file of the policy. */
        public Path policyFile() {
            return policy.resolve("policy.toml");
        }

        /** The folder with additions to the policy. */
        public Path policyDropIns() {
            return policy.resolve("policy.d");
        }
    }

    /** What is logged: this and everything more severe. */
    public enum LogLevel {
        /** Failures only. */
        ERROR,
        /** What an administrator should look at. */
        WARN,
        /** Start, stop and decisions. */
        INFO,
        /** Every refused call. */
        DEBUG,
        /** Every call. */
        TRACE
    }

    /** The port that RFC 1833 gives to portmappers. */
    public static final int DEFAULT_PORT = 111;

    /** The local sockets that libtirpc and the Linux kernel look for. */
    public static final List<String> DEFAULT_SOCKETS = List.of("/run/rpcbind.sock", "@/run/rpcbind.sock");

    /** Where files are unless said otherwise. */
    public static final Directories DEFAULT_DIRECTORIES =
            new Directories(Path.of("/run/portmapper"), Path.of("/etc/portmapper"));

    /** What others can take unless said otherwise. */
    public static final Protection DEFAULT_PROTECTION = new Protection(16_384, 1_000, false, 10);

    /** What {@code serve} does without options. */
    public static final PortmapperConfig DEFAULT = new PortmapperConfig(
            new Serving(DEFAULT_PORT, List.of(), DEFAULT_SOCKETS, false, DEFAULT_PROTECTION),
            DEFAULT_DIRECTORIES,
            LogLevel.INFO);
}
