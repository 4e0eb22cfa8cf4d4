package org.portmapper.embedded;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.server.Portmapper;
import org.portmapper.server.StartException;

/**
 * A portmapper (RFC 1833) inside of this process, from its start until it is closed: the daemon in all it answers and decides.
 * Any number can run at once. Thread-safe.
 *
 * <p>It takes nothing of the process that is not its own: it handles no signals, reads no environment variables, writes to no
 * standard stream and has no files but its local socket. It logs by SLF4J, below {@code org.portmapper}. Its threads do not
 * keep the process alive.
 *
 * <p>It needs Linux on x86_64 or aarch64 and Java 25. It makes system calls by Java's foreign-function API and by netty's
 * native library, so Java wants the option {@code --enable-native-access=ALL-UNNAMED} and prints warnings without it; a program
 * that is started with {@code java -jar} says {@code Enable-Native-Access: ALL-UNNAMED} in its jar's manifest instead.
 *
 * <p>With CAP_BPF and CAP_NET_ADMIN, which root has, each attaches a small program to the loopback interface that tells who has
 * sent a datagram; closing takes it off again. Without, and beyond the 63 for which the interface has room, datagrams prove less,
 * which is logged.
 */
public final class EmbeddedPortmapper implements AutoCloseable {
    private final Portmapper portmapper;
    private final SocketPlace place;

    private EmbeddedPortmapper(Portmapper portmapper, SocketPlace place) {
        this.portmapper = portmapper;
        this.place = place;
    }

    /** Starts one with {@link EmbeddedOptions#DEFAULT}; see {@link #start(EmbeddedOptions)}. */
    public static EmbeddedPortmapper start() throws StartException {
        return start(EmbeddedOptions.DEFAULT);
    }

    /**
     * Starts one, which serves when this method returns.
     *
     * @throws StartException if the policy has an error, or an address, port or path cannot be had: the message says why, and
     *     what to do. Nothing is left behind then
     */
    public static EmbeddedPortmapper start(EmbeddedOptions options) throws StartException {
        SocketPlace place = SocketPlace.of(options.socket());
        try {
            return new EmbeddedPortmapper(Portmapper.start(options.serving(place.socket()), options.policy()), place);
        } catch (StartException e) {
            place.close();
            throw e;
        }
    }

    /** The UDP and TCP port, 1 to 65,535. */
    public int port() {
        return portmapper.port();
    }

    /** The path of the local socket. */
    public Path socket() {
        return place.socket();
    }

    /** The transports that it serves: udp, tcp and local, and udp6 and tcp6 where the host has IPv6. */
    public Set<Netid> netids() {
        Set<Netid> served = EnumSet.allOf(Netid.class);
        served.removeIf(netid -> portmapper.address(netid).isEmpty());
        return Collections.unmodifiableSet(served);
    }

    /**
     * Where programs of this host reach it: on loopback, unless it is the local socket.
     *
     * @throws IllegalArgumentException if it does not serve this transport; see {@link #netids}
     */
    public RpcAddress address(Netid netid) {
        return portmapper
                .address(netid)
                .map(address -> new RpcAddress(netid, address))
                .orElseThrow(() -> new IllegalArgumentException("netid: " + netid.text() + " (expected: one of "
                        + netids().stream().map(Netid::text).collect(Collectors.joining(", ")) + ")"));
    }

    /** A new client of it over the local socket, for the caller to close. */
    public RpcbindClient client() {
        return RpcbindClient.open(address(Netid.LOCAL));
    }

    /**
     * Stops serving, and waits until all sockets are closed and the local one is removed, with its folder if that was made for
     * it. What is registered is forgotten. The second time it does nothing. Not for an event loop of netty.
     */
    @Override
    public void close() {
        portmapper.close();
        place.close();
    }
}
