package org.portmapper.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.portmapper.rpc.rpcbind.AddressText;

/** Reads an address to listen on: RFC 4291 section 2.2, and RFC 4007 section 11 for the interface of a link-local one. */
final class ListenAddress {
    private ListenAddress() {}

    /** The address that is written so; a link-local one must name its interface, and no other may. */
    static Optional<InetAddress> read(String text) {
        int percent = text.indexOf('%');
        if (percent < 0) {
            return AddressText.parse(text).filter(address -> !isLinkLocal(address));
        }
        return AddressText.parse(text.substring(0, percent))
                .filter(ListenAddress::isLinkLocal)
                .flatMap(address -> at(address, text.substring(percent + 1)));
    }

    private static boolean isLinkLocal(InetAddress address) {
        return address instanceof Inet6Address && address.isLinkLocalAddress();
    }

    private static Optional<InetAddress> at(InetAddress address, String interfaceName) {
        try {
            NetworkInterface networkInterface = NetworkInterface.getByName(interfaceName);
            return networkInterface == null
                    ? Optional.empty()
                    // By index: by interface the JDK insists on an address that the interface has at this moment.
                    : Optional.of(Inet6Address.getByAddress("", address.getAddress(), networkInterface.getIndex()));
        } catch (SocketException | UnknownHostException e) {
            throw new IllegalStateException("the interfaces of this host cannot be listed", e);
        }
    }
}
