package org.portmapper.rpc.rpcbind;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The text of IP addresses, as inet_ntop writes and inet_pton reads it (RFC 4291 section 2.2, RFC 5952).
 *
 * <p>The JDK has no strict reader on Java 17: its own takes "1.2" for an address and asks the name service for the rest.
 */
public final class AddressText {
    private static final int GROUPS = 8;

    private AddressText() {}

    /** The canonical text of an address, without a scope. */
    public static String of(InetAddress address) {
        return address instanceof Inet6Address ? ofGroups(groups(address.getAddress())) : address.getHostAddress();
    }

    /** The address that is written so, never by asking a name service; empty where it is none. */
    public static Optional<InetAddress> parse(String text) {
        byte[] bytes = text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
        try {
            return switch (bytes.length) {
                case 4 -> Optional.of(InetAddress.getByAddress(bytes));
                // Not InetAddress.getByAddress: it would turn ::ffff:a.b.c.d into an IPv4 address.
                case 16 -> Optional.of(Inet6Address.getByAddress("", bytes, -1));
                default -> Optional.empty();
            };
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + bytes.length + " bytes was refused", e);
        }
    }

    /** A number of 0 to 255 in decimal without leading zeros; -1 where it is not one. */
    static int parseByte(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || (text.length() > 1 && text.charAt(0) == '0')) {
            return -1;
        }
        int value = Integer.parseInt(text);
        return value <= 255 ? value : -1;
    }

    private static byte[] parseIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] bytes = new byte[parts.length == 4 ? 4 : 0];
        for (int i = 0; i < bytes.length; i++) {
            int value = parseByte(parts[i]);
            if (value < 0) {
                return new byte[0];
            }
            bytes[i] = (byte) value;
        }
        return bytes;
    }

    private static byte[] parseIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            List<Integer> all = parseGroups(text);
            return all.size() == GROUPS ? toBytes(all, List.of()) : new byte[0];
        }
        String left = text.substring(0, gap);
        String right = text.substring(gap + 2);
        List<Integer> head = left.isEmpty() ? List.of() : parseGroups(left);
        List<Integer> tail = right.isEmpty() ? List.of() : parseGroups(right);
        boolean wellFormed = (left.isEmpty() || !head.isEmpty())
                && (right.isEmpty() || !tail.isEmpty())
                && left.indexOf('.') < 0
                && head.size() + tail.size() < GROUPS;
        return wellFormed ? toBytes(head, tail) : new byte[0];
    }

    /** The 16-bit groups between colons, the last possibly two of them as a dotted quad; empty where malformed. */
    private static List<Integer> parseGroups(String text) {
        List<Integer> groups = new ArrayList<>(GROUPS);
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            byte[] quad = i == parts.length - 1 ? parseIpv4(parts[i]) : new byte[0];
            if (quad.length == 4) {
                groups.add(group(quad, 0));
                groups.add(group(quad, 2));
            } else if (isGroup(parts[i])) {
                groups.add(Integer.parseInt(parts[i], 16));
            } else {
                return List.of();
            }
        }
        return groups.size() <= GROUPS ? groups : List.of();
    }

    private static boolean isGroup(String text) {
        // HexFormat, unlike Character.digit, knows ASCII digits only.
        return !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(HexFormat::isHexDigit);
    }

    private static byte[] toBytes(List<Integer> head, List<Integer> tail) {
        byte[] bytes = new byte[2 * GROUPS];
        put(bytes, 0, head);
        put(bytes, GROUPS - tail.size(), tail);
        return bytes;
    }

    private static void put(byte[] bytes, int firstGroup, List<Integer> groups) {
        for (int i = 0; i < groups.size(); i++) {
            bytes[2 * (firstGroup + i)] = (byte) (groups.get(i) >> 8);
            bytes[2 * (firstGroup + i) + 1] = groups.get(i).byteValue();
        }
    }

    private static int[] groups(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = group(bytes, 2 * i);
        }
        return groups;
    }

    private static int group(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    private static String ofGroups(int[] groups) {
        int[] gap = longestZeros(groups);
        if (gap[0] == 0 && (gap[1] == 6 || (gap[1] == 5 && groups[5] == 0xffff))) {
            return (gap[1] == 6 ? "::" : "::ffff:") + quad(groups[6], groups[7]);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (gap[1] > 1 && i == gap[0]) {
                text.append("::");
                i += gap[1] - 1;
            } else {
                boolean first = text.isEmpty() || text.charAt(text.length() - 1) == ':';
                text.append(first ? "" : ":").append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static String quad(int high, int low) {
        return (high >> 8) + "." + (high & 0xff) + "." + (low >> 8) + "." + (low & 0xff);
    }

    /** Where the first of the longest runs of zero groups begins, and how many groups it has. */
    private static int[] longestZeros(int[] groups) {
        int[] longest = {0, 0};
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            length = groups[i] == 0 ? length + 1 : 0;
            if (length > longest[1]) {
                longest = new int[] {i - length + 1, length};
            }
        }
        return longest;
    }
}
