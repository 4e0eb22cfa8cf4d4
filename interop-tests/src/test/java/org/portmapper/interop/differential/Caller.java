package org.portmapper.interop.differential;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.portmapper.rpc.rpcbind.Netid;

/** From where, by whom and over which transport a step reaches the subject; the addresses are those of the namespace. */
enum Caller {
    UDP(Netid.UDP, Host.LOOPBACK, Host.LOOPBACK, Port.HIGH),
    TCP(Netid.TCP, Host.LOOPBACK, Host.LOOPBACK, Port.HIGH),
    UDP6(Netid.UDP6, Host.LOOPBACK6, Host.LOOPBACK6, Port.HIGH),
    TCP6(Netid.TCP6, Host.LOOPBACK6, Host.LOOPBACK6, Port.HIGH),
    /** root over the local socket. */
    LOCAL(Netid.LOCAL, "", "", Port.NONE),
    /** nobody, uid 65534, over the local socket. */
    LOCAL_NOBODY(Netid.LOCAL, "", "", Port.NONE),

    UDP_RESERVED(Netid.UDP, Host.LOOPBACK, Host.LOOPBACK, Port.RESERVED),
    TCP_RESERVED(Netid.TCP, Host.LOOPBACK, Host.LOOPBACK, Port.RESERVED),
    UDP6_RESERVED(Netid.UDP6, Host.LOOPBACK6, Host.LOOPBACK6, Port.RESERVED),
    TCP6_RESERVED(Netid.TCP6, Host.LOOPBACK6, Host.LOOPBACK6, Port.RESERVED),

    UDP_NOBODY(Netid.UDP, Host.LOOPBACK, Host.LOOPBACK, Port.HIGH),
    TCP_NOBODY(Netid.TCP, Host.LOOPBACK, Host.LOOPBACK, Port.HIGH),
    UDP6_NOBODY(Netid.UDP6, Host.LOOPBACK6, Host.LOOPBACK6, Port.HIGH),
    TCP6_NOBODY(Netid.TCP6, Host.LOOPBACK6, Host.LOOPBACK6, Port.HIGH),
    /** A service that calls from the port at which it can be called, and ends with the step. */
    UDP_NOBODYS_SERVICE(Netid.UDP, Host.LOOPBACK, Host.LOOPBACK, Port.SERVICE),

    /** From another address of the loopback network. */
    UDP_FROM_LOOPBACK_2(Netid.UDP, Host.LOOPBACK_2, Host.LOOPBACK, Port.HIGH),
    TCP_FROM_LOOPBACK_2(Netid.TCP, Host.LOOPBACK_2, Host.LOOPBACK, Port.HIGH),
    /** To another address of the loopback network. */
    UDP_TO_LOOPBACK_2(Netid.UDP, Host.LOOPBACK, Host.LOOPBACK_2, Port.HIGH),
    TCP_TO_LOOPBACK_2(Netid.TCP, Host.LOOPBACK, Host.LOOPBACK_2, Port.HIGH),

    /** Over the host's own address on its first network. */
    UDP_LAN(Netid.UDP, Host.LAN, Host.LAN, Port.HIGH),
    TCP_LAN(Netid.TCP, Host.LAN, Host.LAN, Port.HIGH),
    UDP_LAN_RESERVED(Netid.UDP, Host.LAN, Host.LAN, Port.RESERVED),
    TCP_LAN_RESERVED(Netid.TCP, Host.LAN, Host.LAN, Port.RESERVED),
    UDP6_LAN(Netid.UDP6, Host.LAN6, Host.LAN6, Port.HIGH),
    TCP6_LAN(Netid.TCP6, Host.LAN6, Host.LAN6, Port.HIGH),
    /** Between two addresses of the first network: the one asked is not the first that the host has. */
    UDP_LAN_SECOND(Netid.UDP, Host.LAN, Host.LAN_SECOND, Port.HIGH),
    TCP_LAN_SECOND(Netid.TCP, Host.LAN, Host.LAN_SECOND, Port.HIGH),
    /** Over the host's address on its second network. */
    UDP_LAN_OTHER(Netid.UDP, Host.LAN_OTHER, Host.LAN_OTHER, Port.HIGH),
    TCP_LAN_OTHER(Netid.TCP, Host.LAN_OTHER, Host.LAN_OTHER, Port.HIGH),
    UDP6_LAN_OTHER(Netid.UDP6, Host.LAN6_OTHER, Host.LAN6_OTHER, Port.HIGH);

    /** The addresses that differential.sh gives to the namespace. */
    static final class Host {
        static final String LOOPBACK = "127.0.0.1";
        static final String LOOPBACK_2 = "127.0.0.2";
        static final String LOOPBACK6 = "::1";
        static final String LAN = "10.9.0.1";
        static final String LAN_SECOND = "10.9.0.9";
        static final String LAN_OTHER = "10.8.0.1";
        static final String LAN6 = "fd00:9::1";
        static final String LAN6_OTHER = "fd00:8::1";

        private Host() {}
    }

    /** Which port a caller sends from. */
    enum Port {
        /** None: the local socket has no ports. */
        NONE,
        /** One that any user may have. */
        HIGH,
        /** One below 1024, which only a privileged user may have. */
        RESERVED,
        /** {@link Sockets#SERVICE_PORT}. */
        SERVICE
    }

    private final Netid netid;
    private final String source;
    private final String destination;
    private final Port port;

    Caller(Netid netid, String source, String destination, Port port) {
        this.netid = netid;
        this.source = source;
        this.destination = destination;
        this.port = port;
    }

    /** Those that rpcbind can tell from each other: over IP it does not know one user from another. */
    static List<Caller> knownToRpcbind() {
        return Stream.of(values())
                .filter(caller -> !caller.isNobody() || caller == LOCAL_NOBODY)
                .toList();
    }

    /** Whether its socket is of nobody, uid 65534, and not of root. */
    boolean isNobody() {
        return switch (this) {
            case LOCAL_NOBODY, UDP_NOBODY, TCP_NOBODY, UDP6_NOBODY, TCP6_NOBODY, UDP_NOBODYS_SERVICE -> true;
            default -> false;
        };
    }

    /** Its name in those of scenarios and steps. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    Netid netid() {
        return netid;
    }

    /** The address of the caller; empty for the local socket. */
    String source() {
        return source;
    }

    /** The address of the subject that is asked; empty for the local socket. */
    String destination() {
        return destination;
    }

    Port port() {
        return port;
    }

    boolean isDatagram() {
        return netid.semantics() == Netid.Semantics.CONNECTIONLESS;
    }
}
