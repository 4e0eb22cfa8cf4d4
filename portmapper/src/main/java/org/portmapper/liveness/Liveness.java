package org.portmapper.liveness;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/**
 * Withdraws what is registered once its service is gone: when the kernel gives notice, when an audit comes by, and at the
 * latest when somebody looks it up. It belongs to the event loop.
 */
public final class Liveness {
    private static final String CLOSED = "its socket was closed";
    private static final String LOST = "its socket is gone";

    private final BindingRegistry registry;
    private final Addresses addresses;
    private final Consumer<Set<Integer>> watch;
    private final BiConsumer<Registration, String> withdrawn;
    private long watchedPortChanges;
    private long auditedPlace;

    /**
     * Watches over a registry.
     *
     * @param watch is told the ports whose sockets matter, each time they change
     * @param withdrawn is told what was withdrawn, and why
     */
    public Liveness(
            BindingRegistry registry,
            Addresses addresses,
            Consumer<Set<Integer>> watch,
            BiConsumer<Registration, String> withdrawn) {
        this.registry = registry;
        this.addresses = addresses;
        this.watch = watch;
        this.withdrawn = withdrawn;
    }

    /** Whose sockets serve which address. */
    public Addresses addresses() {
        return addresses;
    }

    /** Whether a registered service is there; if not, it is withdrawn. */
    public boolean isServed(Registration registration) {
        boolean served = isThere(registration);
        if (!served) {
            withdraw(registration, LOST);
        }
        return served;
    }

    /**
     * Whether what is sent to a registered service at a host gets there, and to nobody who shares its port. If the service
     * is gone, it is withdrawn. Where look-ups are very many, the kernel's word of just before counts.
     *
     * @param at the host that a look-up would answer with
     */
    public boolean isServed(Registration registration, InetAddress at) {
        return registration.evidence() instanceof Evidence.IpSockets sockets
                ? switch (addresses.recentService(registration.binding(), at, sockets)) {
                    case OWN -> true;
                    case SHARED -> false;
                    case GONE -> {
                        withdraw(registration, LOST);
                        yield false;
                    }
                }
                : isServed(registration);
    }

    /**
     * Withdraws what is gone, before all is listed. Of more sockets than so many the rest is left to notices.
     *
     * @return what is not to be listed now, because a stranger shares its port
     */
    public Set<Registration> checkSockets(int limit) {
        return check(registry.witnesses().ofEachSocket(limit));
    }

    /** The same for these; some of them may have been withdrawn. */
    public Set<Registration> check(List<Registration> registrations) {
        Set<Registration> shared = new HashSet<>();
        for (Registration each : registrations) {
            switch (service(each)) {
                case OWN -> {
                    // It is listed.
                }
                case SHARED ->
                    each.evidence()
                            .sockets()
                            .forEach(
                                    cookie -> shared.addAll(registry.witnesses().of(cookie)));
                case GONE -> each.evidence().sockets().forEach(this::socketEnded);
            }
        }
        return shared;
    }

    /**
     * Has a new registration watched. Its socket may have been closed before its port was: so it is looked at once more.
     *
     * @return whether it is still served
     */
    public boolean watch(Registration registration) {
        if (registry.witnesses().portChanges() != watchedPortChanges) {
            watchedPortChanges = registry.witnesses().portChanges();
            watch.accept(registry.witnesses().ports());
        }
        return isServed(registration);
    }

    /** The kernel gave notice that a socket has ended. */
    public void socketEnded(long cookie) {
        for (Registration each : registry.witnesses().of(cookie)) {
            boolean another = each.evidence().sockets().size() > 1;
            if (!another || !isThere(each)) {
                withdraw(each, CLOSED);
            }
        }
    }

    /**
     * Looks at some registrations, going on where it stopped the last time.
     *
     * @param limit how many at most
     * @return whether all have been looked at, so that the next audit begins anew
     */
    public boolean audit(int limit) {
        for (int i = 0; i < limit; i++) {
            Optional<Map.Entry<Long, Registration>> next = registry.after(auditedPlace);
            if (next.isEmpty()) {
                auditedPlace = 0;
                return true;
            }
            auditedPlace = next.get().getKey();
            isServed(next.get().getValue());
        }
        return false;
    }

    /** The next audit begins with the first registration. */
    public void restartAudit() {
        auditedPlace = 0;
    }

    private boolean isThere(Registration registration) {
        return service(registration) != Addresses.Service.GONE;
    }

    private Addresses.Service service(Registration registration) {
        return switch (registration.evidence()) {
            case Evidence.Portmapper ourselves -> Addresses.Service.OWN;
            case Evidence.Word word -> Addresses.Service.OWN;
            case Evidence.LocalSocket socket ->
                addresses.serves(socket) ? Addresses.Service.OWN : Addresses.Service.GONE;
            case Evidence.IpSockets sockets ->
                registration.binding().address() instanceof UniversalAddress.Inet inet
                        ? addresses.service(registration.binding(), inet.host(), sockets)
                        : Addresses.Service.OWN;
        };
    }

    private void withdraw(Registration registration, String reason) {
        registry.remove(registration.binding().program(), List.of(registration));
        withdrawn.accept(registration, reason);
    }
}
