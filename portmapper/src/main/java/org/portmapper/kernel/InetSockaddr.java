package org.portmapper.kernel;

import static org.portmapper.kernel.AddressFamily.AF_INET;
import static org.portmapper.kernel.AddressFamily.AF_INET6;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** {@code struct sockaddr_in} and {@code struct sockaddr_in6} in native memory: ip(7), ipv6(7). */
final class InetSockaddr {

    /** Of the larger of the two. */
    static final int BYTES = 28;

    static final int IPV4_ADDRESS_BYTES = 4;
    static final int IPV6_ADDRESS_BYTES = 16;

    private static final int IPV4_BYTES = 16;
    private static final int PORT = 2;
    private static final int IPV4_ADDRESS = 4;
    private static final int FLOW_LABEL = 4;
    private static final int IPV6_ADDRESS = 8;
    private static final int SCOPE_ID = 24;
    private static final byte[] IPV4_MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff};

    static final InetAddress ANY_IPV4 = ofBytes(new byte[IPV4_ADDRESS_BYTES], 0);
    static final InetAddress ANY_IPV6 = ofBytes(new byte[IPV6_ADDRESS_BYTES], 0);

    private InetSockaddr() {}

    /**
     * Writes {@code address} as a socket of {@code family} wants it: an IPv4 address goes to an IPv6 socket v4-mapped.
     *
     * @return the length of what was written
     */
    static int write(ByteBuffer memory, int at, int family, InetSocketAddress address) {
        if (family == AF_INET && AddressFamily.of(address.getAddress()) != AF_INET) {
            throw new IllegalArgumentException("address: " + address + " (expected: IPv4, as the socket)");
        }
        memory.putShort(at, (short) family);
        writePort(memory, at + PORT, address.getPort());
        if (family == AF_INET) {
            memory.put(at + IPV4_ADDRESS, address.getAddress().getAddress());
            return IPV4_BYTES;
        }
        memory.putInt(at + FLOW_LABEL, 0);
        writeIpv6Address(memory, at + IPV6_ADDRESS, address.getAddress());
        memory.putInt(at + SCOPE_ID, scopeOf(address.getAddress()));
        return BYTES;
    }

    /** As people write it: {@code 127.0.0.1:111}, {@code [::1]:111}. */
    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** In network byte order. */
    static void writePort(ByteBuffer memory, int at, int port) {
        memory.put(at, (byte) (port >> 8));
        memory.put(at + 1, (byte) port);
    }

    static int readPort(ByteBuffer memory, int at) {
        return ((memory.get(at) & 0xff) << 8) | (memory.get(at + 1) & 0xff);
    }

    /** The 16 bytes of an IPv6 address, or of an IPv4 address v4-mapped (RFC 4291 section 2.5.5.2). */
    static void writeIpv6Address(ByteBuffer memory, int at, InetAddress address) {
        int start = at;
        if (address instanceof Inet4Address) {
            memory.put(at, IPV4_MAPPED);
            start += IPV4_MAPPED.length;
        }
        memory.put(start, address.getAddress());
    }

    /** The address at {@code at}, of either family; a v4-mapped one becomes IPv4. */
    static InetSocketAddress read(ByteBuffer memory, int at) {
        int port = readPort(memory, at + PORT);
        InetAddress address = switch (memory.getShort(at)) {
            case AF_INET -> readIpv4Address(memory, at + IPV4_ADDRESS);
            case AF_INET6 -> readIpv6Address(memory, at + IPV6_ADDRESS, memory.getInt(at + SCOPE_ID));
            default ->
                throw new IllegalStateException(
                        "address family: " + memory.getShort(at) + " (expected: AF_INET or AF_INET6)");
        };
        return new InetSocketAddress(address, port);
    }

    static InetAddress readIpv4Address(ByteBuffer memory, int at) {
        byte[] address = new byte[IPV4_ADDRESS_BYTES];
        memory.get(at, address);
        return ofBytes(address, 0);
    }

    /** @param scope the interface's index for a link-local address; else not used */
    static InetAddress readIpv6Address(ByteBuffer memory, int at, int scope) {
        byte[] address = new byte[IPV6_ADDRESS_BYTES];
        memory.get(at, address);
        return ofBytes(address, scope);
    }

    /** 4 or 16 bytes; a v4-mapped address becomes IPv4. */
    static InetAddress ofBytes(byte[] bytes) {
        return ofBytes(bytes, 0);
    }

    /** Only a link-local address keeps its scope: else {@code ::1} would differ from {@code ::1%1}. */
    private static InetAddress ofBytes(byte[] bytes, int scope) {
        try {
            InetAddress address = InetAddress.getByAddress(bytes);
            boolean scoped = address instanceof Inet6Address && isLinkLocal(address) && scope != 0;
            return scoped ? Inet6Address.getByAddress(null, bytes, scope) : address;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("address: " + bytes.length + " bytes (expected: 4 or 16)", e);
        }
    }

    /** Link-local unicast or multicast: means one interface only. */
    static boolean isLinkLocal(InetAddress address) {
        return address.isLinkLocalAddress() || address.isMCLinkLocal() || address.isMCNodeLocal();
    }

    private static int scopeOf(InetAddress address) {
        return address instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0;
    }
}
