package org.portmapper.program;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.portmapper.rpc.rpcbind.Netid.Family;
import org.portmapper.rpc.rpcbind.TransportAddress;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.Opaque;

/** UADDR2TADDR and TADDR2UADDR, RFC 1833 section 2.2.1: between universal addresses and Linux's sockaddr structures. */
final class SocketAddressBytes {
    private static final short AF_UNIX = 1;
    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;
    /** Bytes of a sockaddr_in: family, port, address, eight of padding. */
    private static final int INET_LENGTH = 16;
    /** Bytes of a sockaddr_in6: family, port, flow label, address, scope. */
    private static final int INET6_LENGTH = 28;

    private static final int FLOW_LABEL_LENGTH = 4;
    /** Bytes of a sockaddr_un: family and a path of 108. */
    private static final int UNIX_LENGTH = 110;

    private SocketAddressBytes() {}

    /** The sockaddr of an address on a transport of this family; none where the text is no such address. */
    static TransportAddress of(Family family, String text) {
        return UniversalAddress.parse(family, text)
                // Over the local socket libtirpc asks for conversions of every family: the text tells which.
                .or(() -> family == Family.LOOPBACK ? UniversalAddress.parseInet(text) : Optional.empty())
                .map(SocketAddressBytes::toTransportAddress)
                .orElse(TransportAddress.NONE);
    }

    /** The address that a sockaddr holds, if it is of this family; over the local socket, of any. */
    static Optional<UniversalAddress> toUniversalAddress(Family family, TransportAddress address) {
        ByteBuffer bytes = address.bytes().toBuffer();
        if (bytes.remaining() < Short.BYTES) {
            return Optional.empty();
        }
        short number = bytes.order(ByteOrder.nativeOrder()).getShort();
        bytes.order(ByteOrder.BIG_ENDIAN);
        boolean anyFamily = family == Family.LOOPBACK;
        return switch (number) {
            case AF_INET -> anyFamily || family == Family.INET ? inet(bytes) : Optional.empty();
            case AF_INET6 -> anyFamily || family == Family.INET6 ? inet6(bytes) : Optional.empty();
            case AF_UNIX -> anyFamily ? local(bytes) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static TransportAddress toTransportAddress(UniversalAddress address) {
        return switch (address) {
            case UniversalAddress.Local local -> ofLocal(local);
            case UniversalAddress.Inet inet when inet.host() instanceof Inet6Address -> ofInet6(inet);
            case UniversalAddress.Inet inet -> ofInet(inet);
        };
    }

    private static TransportAddress ofInet(UniversalAddress.Inet inet) {
        byte[] bytes = new byte[INET_LENGTH];
        begin(bytes, AF_INET).putShort((short) inet.port()).put(inet.host().getAddress());
        return new TransportAddress(INET_LENGTH, Opaque.of(bytes));
    }

    private static TransportAddress ofInet6(UniversalAddress.Inet inet) {
        byte[] bytes = new byte[INET6_LENGTH];
        ByteBuffer rest = begin(bytes, AF_INET6).putShort((short) inet.port());
        rest.position(rest.position() + FLOW_LABEL_LENGTH).put(inet.host().getAddress());
        return new TransportAddress(INET6_LENGTH, Opaque.of(bytes));
    }

    private static TransportAddress ofLocal(UniversalAddress.Local local) {
        byte[] path = local.path().getBytes(StandardCharsets.ISO_8859_1);
        if (path[0] == '@') {
            path[0] = 0;
        }
        byte[] bytes = new byte[Short.BYTES + path.length];
        begin(bytes, AF_UNIX).put(path);
        return new TransportAddress(UNIX_LENGTH, Opaque.of(bytes));
    }

    /** Writes the family, the one field in host byte order, and returns the rest. */
    private static ByteBuffer begin(byte[] bytes, short family) {
        ByteBuffer buffer =
                ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort(family);
        return buffer.order(ByteOrder.BIG_ENDIAN);
    }

    private static Optional<UniversalAddress> inet(ByteBuffer bytes) {
        if (bytes.remaining() < INET_LENGTH - Short.BYTES) {
            return Optional.empty();
        }
        int port = Short.toUnsignedInt(bytes.getShort());
        byte[] host = new byte[4];
        bytes.get(host);
        return Optional.of(new UniversalAddress.Inet(address(host), port));
    }

    private static Optional<UniversalAddress> inet6(ByteBuffer bytes) {
        if (bytes.remaining() < INET6_LENGTH - Short.BYTES) {
            return Optional.empty();
        }
        int port = Short.toUnsignedInt(bytes.getShort());
        byte[] host = new byte[16];
        bytes.position(bytes.position() + FLOW_LABEL_LENGTH).get(host);
        return Optional.of(new UniversalAddress.Inet(address(host), port));
    }

    private static Optional<UniversalAddress> local(ByteBuffer bytes) {
        byte[] path = new byte[bytes.remaining()];
        bytes.get(path);
        if (path.length > 0 && path[0] == 0) {
            path[0] = '@';
        }
        // A path may be followed by the NUL that ends it in C.
        String text = new String(path, StandardCharsets.ISO_8859_1).replaceFirst("\0+$", "");
        return UniversalAddress.parse(Family.LOOPBACK, text);
    }

    private static InetAddress address(byte[] host) {
        try {
            return host.length == 4 ? InetAddress.getByAddress(host) : Inet6Address.getByAddress("", host, -1);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + host.length + " bytes was refused", e);
        }
    }
}
