package org.portmapper.rpc.rpcbind;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import org.portmapper.rpc.xdr.PrintableText;

/** The address of a service as text that every transport can carry: RFC 5665 section 5.2.3, RFC 1833 section 2. */
public sealed interface UniversalAddress {
    /** Most bytes of a universal address that we accept: the longest useful one is a socket path of 108. */
    int LIMIT = 256;

    /** The canonical text: what is compared, listed and sent. */
    String text();

    /** An IPv4 or IPv6 address with a port of 0 to 65535, written {@code host.high.low}. */
    record Inet(InetAddress host, int port) implements UniversalAddress {
        private static final InetAddress WILDCARD = AddressText.parse("0.0.0.0").orElseThrow();
        private static final InetAddress WILDCARD_IPV6 = AddressText.parse("::").orElseThrow();
        private static final byte[] LIMITED_BROADCAST = {-1, -1, -1, -1};

        /** Refuses ports that 16 bits cannot hold. Nearly all services are at a wildcard, of which one is enough. */
        public Inet {
            if (port < 0 || port > 0xffff) {
                throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
            }
            if (host.isAnyLocalAddress()) {
                host = host instanceof Inet4Address ? WILDCARD : WILDCARD_IPV6;
            }
        }

        /** The universal address of an address that is resolved; another one is refused. */
        public static Inet of(InetSocketAddress address) {
            if (address.isUnresolved()) {
                throw new IllegalArgumentException("address: " + address + " (expected: a resolved one)");
            }
            return new Inet(address.getAddress(), address.getPort());
        }

        @Override
        public String text() {
            return AddressText.of(host) + "." + (port >> 8) + "." + (port & 0xff);
        }

        /** Whether it means many hosts at once, multicast or the limited broadcast: no service can be reached there. */
        public boolean isGroup() {
            return host.isMulticastAddress() || Arrays.equals(host.getAddress(), LIMITED_BROADCAST);
        }

        /** The same port at another host. */
        public Inet at(InetAddress other) {
            return new Inet(other, port);
        }
    }

    /** A local socket: a path that begins with "/", or an abstract name written with "@" for its NUL. */
    record Local(String path) implements UniversalAddress {
        /** Bytes of {@code sun_path} on Linux. */
        static final int PATH_LIMIT = 108;

        /** Refuses what cannot be the name of a local socket. */
        public Local {
            if (!isPath(path)) {
                throw new IllegalArgumentException(
                        "local address: " + PrintableText.of(path) + " (expected: \"/\" or \"@\" and a name, at most "
                                + PATH_LIMIT + " bytes without control characters)");
            }
        }

        static boolean isPath(String text) {
            return text.length() > 1
                    && text.length() <= PATH_LIMIT
                    && (text.charAt(0) == '/' || text.charAt(0) == '@')
                    && text.chars().allMatch(c -> c >= ' ' && c <= 0xff && c != 0x7f);
        }

        @Override
        public String text() {
            return path;
        }
    }

    /** The address that this text means on a transport of the given family; empty where it is not one. */
    static Optional<UniversalAddress> parse(Netid.Family family, String text) {
        return switch (family) {
            case INET ->
                parseInet(text)
                        .filter(inet -> inet.host() instanceof Inet4Address)
                        .map(inet -> inet);
            case INET6 ->
                parseInet(text)
                        .filter(inet -> inet.host() instanceof Inet6Address)
                        .map(inet -> inet);
            case LOOPBACK -> Local.isPath(text) ? Optional.of(new Local(text)) : Optional.empty();
        };
    }

    /** The IPv4 or IPv6 address and port that this text means; empty where it is neither. */
    static Optional<Inet> parseInet(String text) {
        int low = text.lastIndexOf('.');
        int high = low < 0 ? -1 : text.lastIndexOf('.', low - 1);
        if (high < 0 || text.length() > LIMIT) {
            return Optional.empty();
        }
        int highByte = AddressText.parseByte(text.substring(high + 1, low));
        int lowByte = AddressText.parseByte(text.substring(low + 1));
        if (highByte < 0 || lowByte < 0) {
            return Optional.empty();
        }
        return AddressText.parse(text.substring(0, high)).map(host -> new Inet(host, (highByte << 8) | lowByte));
    }
}
