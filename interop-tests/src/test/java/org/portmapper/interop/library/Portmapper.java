package org.portmapper.interop.library;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.rpcbind.Netid;

/** A portmapper that the suite runs against, and what it can do. */
enum Portmapper {
    RPCBIND(4),
    PORTMAPPER(4),
    /** Remote Tea's. */
    JPORTMAP(2),
    ONCRPC4J(2);

    /** Where the local socket is, if there is one. */
    static final String LOCAL_SOCKET = "/run/rpcbind.sock";

    private final long version;

    Portmapper(long version) {
        this.version = version;
    }

    static Portmapper of(String title) {
        return valueOf(title.toUpperCase(Locale.ROOT));
    }

    /** The highest version that it serves. */
    long version() {
        return version;
    }

    /** Versions 3 and 4 know netids and owners; version 2 knows UDP and TCP ports. */
    boolean knowsNetids() {
        return version > 2;
    }

    /** The transports whose addresses it keeps. */
    List<Netid> netids() {
        return knowsNetids()
                ? List.of(Netid.UDP, Netid.TCP, Netid.UDP6, Netid.TCP6, Netid.LOCAL)
                : List.of(Netid.UDP, Netid.TCP);
    }

    /** What it says when it is asked for a version that it does not serve. RFC 5531 wants the first. */
    Class<? extends RpcException> refusalOfVersions() {
        return this == ONCRPC4J ? RpcException.ProgramUnavailable.class : RpcException.ProgramMismatch.class;
    }

    /** Whether GETADDR, or GETPORT in version 2, finds another version of a program where it does not have the one that is asked for. */
    boolean findsOtherVersions() {
        return this != ONCRPC4J;
    }

    /** Whether who asks over a network is told of what is on loopback only, as if it were there too. */
    boolean offersLoopbackToNetworks() {
        return this != PORTMAPPER;
    }

    /** Whether it takes registrations over a transport: Remote Tea's does not know ::1 for loopback. */
    boolean registersOver(Netid netid) {
        return this != JPORTMAP || netid.family() != Netid.Family.INET6;
    }

    /** Whom it names as the owner of what this process registers over a transport. */
    String owner(Netid registeredOver, long uid) {
        if (!knowsNetids()) {
            return "";
        }
        return this == PORTMAPPER || registeredOver == Netid.LOCAL ? Long.toString(uid) : "unknown";
    }

    /** The ways to it: those of a Java peer have IPv6 sockets too, which answer in version 2. */
    List<RpcAddress> ways() {
        Stream<RpcAddress> overIp = Stream.of(
                RpcAddress.ofPortmapper("127.0.0.1", Netid.UDP),
                RpcAddress.ofPortmapper("127.0.0.1", Netid.TCP),
                RpcAddress.ofPortmapper("::1", Netid.UDP6),
                RpcAddress.ofPortmapper("::1", Netid.TCP6));
        Stream<RpcAddress> local = knowsNetids() ? Stream.of(RpcAddress.ofLocal(LOCAL_SOCKET)) : Stream.of();
        return Stream.concat(overIp, local).toList();
    }
}
