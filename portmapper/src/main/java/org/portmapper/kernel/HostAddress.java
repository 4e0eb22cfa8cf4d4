package org.portmapper.kernel;

import static org.portmapper.kernel.AddressFamily.AF_INET;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Whether an address is one of this host's, by what the kernel does with it: ip(7), ipv6(7). */
public final class HostAddress {

    /** The discard service's: any port will do, for nothing is sent. */
    private static final int SOME_PORT = 9;

    private HostAddress() {}

    /**
     * Whether what is sent to {@code address} reaches sockets of this host, in this network namespace: about 10
     * microseconds. True for the unspecified address, which means all addresses; false for groups and broadcasts, which mean
     * other hosts too, and for a link-local IPv6 address without its scope, which means another host on every link.
     */
    public static boolean isOfThisHost(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return address.isAnyLocalAddress();
        }
        InetSocketAddress itself = new InetSocketAddress(address, SOME_PORT);
        return address instanceof Inet4Address
                ? mayBeSource(itself)
                : SourceAddress.towards(itself).filter(address::equals).isPresent();
    }

    /**
     * For IPv6 the route tells: its own address is reached from itself, any other from another one. For IPv4 it does not,
     * because all of 127.0.0.0/8 is reached from 127.0.0.1. Binding alone does not tell either, because every address can be
     * bound to where net.ipv4.ip_nonlocal_bind is set, as on fail-over hosts; sending from it is refused all the same.
     */
    private static boolean mayBeSource(InetSocketAddress itself) {
        try {
            Descriptor descriptor = Descriptor.socket(AF_INET, SocketType.DATAGRAM);
            try {
                descriptor.bind(AF_INET, new InetSocketAddress(itself.getAddress(), 0));
                descriptor.connect(AF_INET, itself);
                return true;
            } finally {
                descriptor.close();
            }
        } catch (ErrnoException e) {
            return false;
        }
    }
}
