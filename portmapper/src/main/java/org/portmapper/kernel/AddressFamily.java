package org.portmapper.kernel;

import java.net.Inet4Address;
import java.net.InetAddress;

/** The address families in use, by their numbers (bits/socket.h); others stay numbers. */
final class AddressFamily {

    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;

    private AddressFamily() {}

    static int of(InetAddress address) {
        return address instanceof Inet4Address ? AF_INET : AF_INET6;
    }
}
