package org.portmapper.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

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
     */
    public record Serving(int port, List<InetAddress> listen, List<String> sockets, boolean remoteCalls) {
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
     * Where files are.
     *
     * @param state what the daemon writes
     * @param policy policy.toml and policy.d, which it only reads; neither has to exist
     */
    public record Directories(Path state, Path policy) {
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

    /** What {@code serve} does without options. */
    public static final PortmapperConfig DEFAULT = new PortmapperConfig(
            new Serving(DEFAULT_PORT, List.of(), DEFAULT_SOCKETS, false), DEFAULT_DIRECTORIES, LogLevel.INFO);
}
