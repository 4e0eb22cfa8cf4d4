package org.portmapper.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Addresses written as literals, and what this host has of them. */
final class Addresses {
    private Addresses() {}

    static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    static boolean hasIpv6() throws SocketException {
        return NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")) != null;
    }

    static int loopbackInterface() throws SocketException {
        return NetworkInterface.getByInetAddress(InetAddress.ofLiteral("127.0.0.1"))
                .getIndex();
    }
}
