package org.portmapper.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of this host, and the IPv6 address at which each interface can be reached from anywhere on its network: a
 * universal address has no room for a scope, so a link-local address in it would lead nowhere. It belongs to the event loop.
 */
final class InterfaceAddresses {
    private static final Logger log = LoggerFactory.getLogger(InterfaceAddresses.class);

    /** Listing the interfaces takes a tenth of a millisecond: seldom enough that no flood of multicasts is felt. */
    private static final Duration RENEWAL = Duration.ofSeconds(5);

    private final Map<Integer, InetAddress> byIndex = new HashMap<>();
    private final Set<InetAddress> all = new HashSet<>();
    private long listedAt = System.nanoTime() - RENEWAL.toNanos();

    /** An address of this interface that is not link-local, if it has one. */
    Optional<InetAddress> of(int interfaceIndex) {
        renew();
        return Optional.ofNullable(byIndex.get(interfaceIndex));
    }

    /** Whether it is an address of this host, or was some seconds ago. */
    boolean isOwn(InetAddress address) {
        renew();
        return all.contains(address);
    }

    private void renew() {
        if (System.nanoTime() - listedAt >= RENEWAL.toNanos()) {
            list();
            listedAt = System.nanoTime();
        }
    }

    private void list() {
        byIndex.clear();
        all.clear();
        try {
            NetworkInterface.networkInterfaces().forEach(this::remember);
        } catch (SocketException e) {
            log.warn(
                    "interfaces cannot be listed, multicasts are answered with link-local addresses: {}", e.toString());
        }
    }

    private void remember(NetworkInterface each) {
        for (InetAddress address : Collections.list(each.getInetAddresses())) {
            all.add(address);
            if (address instanceof Inet6Address && !address.isLinkLocalAddress()) {
                byIndex.putIfAbsent(each.getIndex(), address);
            }
        }
    }
}
