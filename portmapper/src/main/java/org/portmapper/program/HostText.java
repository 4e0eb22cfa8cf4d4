package org.portmapper.program;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.portmapper.rpc.rpcbind.AddressText;

/** An address of ours as bytes of universal addresses, RFC 5665 section 5.2.3: recognised and written without a String. */
final class HostText {
    private static final int LONGEST_NUMBER = 3;

    private final InetAddress host;
    private final byte[] bytes;

    HostText(InetAddress host) {
        this.host = host;
        this.bytes = AddressText.of(host).getBytes(StandardCharsets.US_ASCII);
    }

    boolean isOf(InetAddress other) {
        return host.equals(other);
    }

    /**
     * Whether so many bytes mean the host with any port. Where the two numbers after it are none of a port, they mean nothing at
     * all; who asks for either is answered with this host.
     */
    boolean isHintIn(ByteBuffer message, int at, int length) {
        if (length <= bytes.length || message.get(at + bytes.length) != '.') {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (message.get(at + i) != bytes[i]) {
                return false;
            }
        }
        int high = digits(message, at + bytes.length + 1, at + length);
        int afterHigh = at + bytes.length + 1 + high;
        int low = high == 0 || afterHigh == at + length || message.get(afterHigh) != '.'
                ? 0
                : digits(message, afterHigh + 1, at + length);
        return low > 0 && afterHigh + 1 + low == at + length;
    }

    /** How many digits come next, up to what a number of one byte may have. */
    private static int digits(ByteBuffer message, int at, int end) {
        int digits = 0;
        while (digits < LONGEST_NUMBER && at + digits < end && isDigit(message.get(at + digits))) {
            digits++;
        }
        return digits;
    }

    private static boolean isDigit(byte each) {
        return each >= '0' && each <= '9';
    }

    /**
     * Writes the universal address of a port at this host.
     *
     * @return where it ends
     */
    int write(ByteBuffer message, int at, int port) {
        message.put(at, bytes);
        return writeNumber(message, writeNumber(message, at + bytes.length, port >> 8), port & 0xff);
    }

    private static int writeNumber(ByteBuffer message, int at, int number) {
        int next = at;
        message.put(next++, (byte) '.');
        if (number >= 100) {
            message.put(next++, (byte) ('0' + (number / 100)));
        }
        if (number >= 10) {
            message.put(next++, (byte) ('0' + (number / 10 % 10)));
        }
        message.put(next++, (byte) ('0' + (number % 10)));
        return next;
    }
}
