package org.portmapper.interop.differential;

import java.util.List;

/**
 * An address that is offered to SET, and what ours makes of it.
 *
 * @param listed how ours lists it; empty where it is refused
 * @param reason the entry of the differences that says why ours refuses or respells it
 */
record RegisteredAddress(String text, String listed, String reason) {
    static final List<RegisteredAddress> IPV4 = List.of(
            kept("0.0.0.0.15.161"),
            kept("127.0.0.1.15.161"),
            kept("10.9.0.1.15.161"),
            kept("192.0.2.66.15.161"),
            malformed("255.255.255.255.15.161"),
            malformed("224.0.0.1.15.161"),
            kept("0.0.0.0.255.255"),
            badPort("0.0.0.0.0.0"),
            kept("0.0.0.0.0.1"),
            badPort("0.0.0.0.256.1"),
            badPort("0.0.0.0.1.256"),
            badPort("0.0.0.0.300.300"),
            badPort("0.0.0.0.-1.5"),
            badPort("0.0.0.0.015.161"),
            malformed("000.0.0.0.15.161"),
            malformed("999.1.1.1.15.161"),
            malformed("1.1.1.15.161"),
            malformed("1.1.1.1.1.15.161"),
            malformed("0.0.0.0.15"),
            badPort("0.0.0.0.15."),
            badPort("0.0.0.0..161"),
            malformed(".15.161"),
            malformed("1.2"),
            malformed("nodots"),
            malformed(""),
            malformed("::.15.161"),
            malformed("localhost.15.161"),
            malformed("/run/service.sock"),
            malformed("0x7f.0.0.1.15.161"),
            malformed("0.0.0.0.15.161."),
            badPort("0.0.0.0.+15.161"));

    static final List<RegisteredAddress> IPV6 = List.of(
            kept("::.15.161"),
            kept("::1.15.161"),
            kept("fd00:9::1.15.161"),
            respelled("FD00:9::1.15.161", "fd00:9::1.15.161"),
            kept("2001:db8::42.15.161"),
            respelled("0:0:0:0:0:0:0:0.15.161", "::.15.161"),
            kept("::ffff:127.0.0.1.15.161"),
            kept("::127.0.0.1.15.161"),
            kept("fe80::1.15.161"),
            malformed("fe80::1%lo.15.161"),
            malformed("ff02::1.15.161"),
            badPort("::.0.0"),
            badPort("::.256.1"),
            malformed("::.15"),
            malformed("::"),
            malformed(":.15.161"),
            malformed(":::.15.161"),
            malformed("1::2::3.15.161"),
            malformed("12345::.15.161"),
            malformed("[::].15.161"),
            kept("1:2:3:4:5:6:7:8.15.161"),
            malformed("1:2:3:4:5:6:7:8:9.15.161"),
            malformed("0.0.0.0.15.161"),
            malformed(""));

    static final List<RegisteredAddress> LOCAL = List.of(
            kept("/run/service.sock"),
            kept("/run/service.15.161"),
            kept("@service"),
            malformed("/"),
            malformed("relative"),
            malformed(""),
            kept("/" + "a".repeat(107)),
            malformed("/" + "a".repeat(108)),
            malformed("0.0.0.0.15.161"));

    private static RegisteredAddress kept(String text) {
        return respelled(text, text);
    }

    private static RegisteredAddress respelled(String text, String listed) {
        return new RegisteredAddress(text, listed, "D13");
    }

    private static RegisteredAddress malformed(String text) {
        return new RegisteredAddress(text, "", "D11");
    }

    private static RegisteredAddress badPort(String text) {
        return new RegisteredAddress(text, "", "D12");
    }

    boolean isRefused() {
        return listed.isEmpty();
    }
}
