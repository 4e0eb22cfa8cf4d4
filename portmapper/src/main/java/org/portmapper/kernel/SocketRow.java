package org.portmapper.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of /proc/net/tcp, udp, tcp6 or udp6: proc_net_tcp.txt of the kernel's documentation.
 *
 * @param local where the socket is bound; a v4-mapped address is given as IPv4
 * @param state as the kernel numbers them for TCP: {@link #LISTEN}, or 7 for a UDP socket without a peer
 * @param uid of the user who created the socket
 */
record SocketRow(InetSocketAddress local, int state, long uid, long inode) {

    static final int LISTEN = 10;

    /** {@code sl local:port remote:port state tx:rx timer:when retransmits uid timeout inode ...}. */
    private static final Pattern LINE =
            Pattern.compile("\\s*\\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} ([0-9A-F]{2})"
                    + " \\S+ \\S+ \\S+\\s+(\\d{1,10})\\s+\\d+\\s+(\\d{1,18})(?:\\s.*)?");

    /** Empty for the headline and for what is no such line. */
    static Optional<SocketRow> parse(String line) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            return Optional.empty();
        }
        InetSocketAddress local = new InetSocketAddress(address(fields.group(1)), hex(fields.group(2)));
        return Optional.of(new SocketRow(
                local, hex(fields.group(3)), Long.parseLong(fields.group(4)), Long.parseLong(fields.group(5))));
    }

    /** The kernel prints the bytes as 32-bit numbers of its own byte order. */
    private static InetAddress address(String hex) {
        ByteBuffer bytes = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.nativeOrder());
        for (int at = 0; at < hex.length(); at += 8) {
            bytes.putInt(HexFormat.fromHexDigits(hex, at, at + 8));
        }
        return InetSockaddr.ofBytes(bytes.array());
    }

    private static int hex(String digits) {
        return HexFormat.fromHexDigits(digits);
    }
}
