package org.portmapper.program;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/**
 * Rows of DUMP's lists in XDR (RFC 4506), one after the other in memory that is used again. A list has up to a hundred thousand
 * of them: so nothing is made for a row but its bytes, which takes a quarter of the time.
 */
final class Rows {
    /** The longest one that there can be: its numbers, a netid, a path of 108 bytes and an owner of 256. */
    private static final int LONGEST = 512;

    private static final int UNIT = 4;

    private final byte[] bytes;
    private int length;

    /** Memory for so many bytes. */
    Rows(int capacity) {
        this.bytes = new byte[capacity];
    }

    void clear() {
        length = 0;
    }

    /** Whether there is room for any row, and the end of the list as well. */
    boolean hasRoom() {
        return length + LONGEST + UNIT <= bytes.length;
    }

    /** A row of {@code pmaplist}, RFC 1833 section 3.1; nothing where version 2 cannot express the transport. */
    void addMapping(Binding binding) {
        if (binding.netid().hasMapping() && binding.address() instanceof UniversalAddress.Inet inet) {
            more(true);
            number(binding.program());
            number(binding.version());
            number(binding.netid().protocol());
            number(inet.port());
        }
    }

    /** A row of {@code rpcblist}, RFC 1833 section 2.1. */
    void addBinding(Binding binding) {
        more(true);
        number(binding.program());
        number(binding.version());
        text(binding.netid().text());
        switch (binding.address()) {
            case UniversalAddress.Inet inet -> text(inet);
            case UniversalAddress.Local local -> text(local.text());
        }
        text(binding.owner().name());
    }

    /** The end of the list. */
    void end() {
        more(false);
    }

    /** What has been written since it was cleared, for as long as nothing else is. */
    ByteBuffer written() {
        return ByteBuffer.wrap(bytes, 0, length).slice();
    }

    private void more(boolean more) {
        number(more ? 1 : 0);
    }

    private void number(long value) {
        put(length, (int) value);
        length += UNIT;
    }

    private void text(String value) {
        int begin = beginText();
        chars(value);
        endText(begin);
    }

    /** As {@link UniversalAddress#text}. */
    private void text(UniversalAddress.Inet address) {
        int begin = beginText();
        chars(text(address.host()));
        bytes[length++] = '.';
        decimal(address.port() >> 8);
        bytes[length++] = '.';
        decimal(address.port() & 0xff);
        endText(begin);
    }

    /** Nearly all services are at the wildcard. */
    private static String text(InetAddress host) {
        if (host.isAnyLocalAddress()) {
            return host instanceof Inet6Address ? "::" : "0.0.0.0";
        }
        return AddressText.of(host);
    }

    private int beginText() {
        length += UNIT;
        return length;
    }

    /** Its length comes before it, and up to three fill bytes behind. */
    private void endText(int begin) {
        put(begin - UNIT, length - begin);
        while (length % UNIT != 0) {
            bytes[length++] = 0;
        }
    }

    /** Each char is one byte, as it was when it was read. */
    @SuppressWarnings(
            "deprecation") // It drops high bytes, of which there are none; all else makes an array for each text.
    private void chars(String value) {
        value.getBytes(0, value.length(), bytes, length);
        length += value.length();
    }

    /** A number of 0 to 255. */
    private void decimal(int value) {
        if (value >= 100) {
            digit(value / 100);
        }
        if (value >= 10) {
            digit(value / 10 % 10);
        }
        digit(value % 10);
    }

    private void digit(int value) {
        bytes[length++] = (byte) ('0' + value);
    }

    private void put(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }
}
