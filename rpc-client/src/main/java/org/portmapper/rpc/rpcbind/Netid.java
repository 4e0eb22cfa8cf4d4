package org.portmapper.rpc.rpcbind;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A transport on which services can be reached, by its network identifier: RFC 5665 section 5.1, RFC 1833 section 2. */
public enum Netid {
    /** UDP over IPv4. */
    UDP("udp", Family.INET, 17, Semantics.CONNECTIONLESS),
    /** TCP over IPv4. */
    TCP("tcp", Family.INET, 6, Semantics.CONNECTION_ORIENTED),
    /** UDP over IPv6. */
    UDP6("udp6", Family.INET6, 17, Semantics.CONNECTIONLESS),
    /** TCP over IPv6. */
    TCP6("tcp6", Family.INET6, 6, Semantics.CONNECTION_ORIENTED),
    /** Stream sockets of this host, by a path or an abstract name. */
    LOCAL("local", Family.LOOPBACK, 0, Semantics.CONNECTION_ORIENTED),
    /** What some configurations call {@link #LOCAL}. */
    UNIX("unix", Family.LOOPBACK, 0, Semantics.CONNECTION_ORIENTED);

    /** The protocol family, by the name that {@code nc_protofmly} has in RFC 1833 section 2.1. */
    public enum Family {
        /** IPv4. */
        INET("inet"),
        /** IPv6. */
        INET6("inet6"),
        /** Sockets of this host's file system. */
        LOOPBACK("loopback");

        private final String text;

        Family(String text) {
            this.text = text;
        }

        /** The name on the wire. */
        public String text() {
            return text;
        }
    }

    /** What the transport promises, by the number that {@code nc_semantics} has in RFC 1833 section 2.1. */
    public enum Semantics {
        /** NC_TPI_CLTS: datagrams. */
        CONNECTIONLESS(1),
        /** NC_TPI_COTS_ORD: a stream with an orderly release. */
        CONNECTION_ORIENTED(3);

        private final int number;

        Semantics(int number) {
            this.number = number;
        }

        /** The number on the wire. */
        public int number() {
            return number;
        }
    }

    private static final Map<String, Netid> BY_TEXT =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(Netid::text, netid -> netid));

    private final String text;
    private final Family family;
    private final int protocol;
    private final Semantics semantics;

    Netid(String text, Family family, int protocol, Semantics semantics) {
        this.text = text;
        this.family = family;
        this.protocol = protocol;
        this.semantics = semantics;
    }

    /** The netid that is written so, if it is one that this library knows; case matters. */
    public static Optional<Netid> of(String text) {
        return Optional.ofNullable(BY_TEXT.get(text));
    }

    /** The netid that version 2 means by an IP protocol number: 6 is tcp and 17 is udp, RFC 1833 section 3.1. */
    public static Optional<Netid> ofProtocol(long protocol) {
        return protocol == UDP.protocol
                ? Optional.of(UDP)
                : protocol == TCP.protocol ? Optional.of(TCP) : Optional.empty();
    }

    /** As it stands on the wire. */
    public String text() {
        return text;
    }

    /** The protocol family. */
    public Family family() {
        return family;
    }

    /** The IP protocol number, 6 or 17; 0 for local transports. */
    public int protocol() {
        return protocol;
    }

    /** What the transport promises. */
    public Semantics semantics() {
        return semantics;
    }

    /** The protocol's name as {@code nc_proto} has it: "udp", "tcp", or "-" for none. */
    public String protocolName() {
        return switch (protocol) {
            case 6 -> "tcp";
            case 17 -> "udp";
            default -> "-";
        };
    }

    /** Whether version 2 can express it: it knows IPv4 only. */
    public boolean hasMapping() {
        return family == Family.INET;
    }
}
