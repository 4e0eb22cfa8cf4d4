package org.portmapper.rpc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.portmapper.rpc.rpcbind.AddressText;

/** The addresses that the tests stay on. */
public final class Loopback {
    /** IPv4. */
    public static final InetAddress INET = AddressText.parse("127.0.0.1").orElseThrow();
    /** IPv6. */
    public static final InetAddress INET6 = AddressText.parse("::1").orElseThrow();

    private Loopback() {}

    /** The address that takes any free port. */
    public static InetSocketAddress anyPort() {
        return new InetSocketAddress(INET, 0);
    }
}
