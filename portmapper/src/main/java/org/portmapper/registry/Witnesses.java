package org.portmapper.registry;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.portmapper.rpc.rpcbind.Owner;

/** The registry seen from its sockets, ports and owners. It belongs to the event loop. */
public final class Witnesses {
    private final Map<Long, Set<Registration>> bySocket = new HashMap<>();
    private final Map<Integer, Integer> ports = new HashMap<>();
    private final Map<Owner, Integer> owned = new HashMap<>();
    private int ofUsers;
    private long portChanges;

    /** What is registered on the strength of a socket. */
    public List<Registration> of(long cookie) {
        return List.copyOf(bySocket.getOrDefault(cookie, Set.of()));
    }

    /** One registration for each of the sockets, the first of them only. */
    public List<Registration> ofEachSocket(int limit) {
        return bySocket.values().stream()
                .limit(limit)
                .map(registrations -> registrations.iterator().next())
                .toList();
    }

    /** The ports at which there is a socket whose end would be noticed: a view, which changes with the registry. */
    public Set<Integer> ports() {
        return Collections.unmodifiableSet(ports.keySet());
    }

    /** Grows when {@link #ports} changes. */
    public long portChanges() {
        return portChanges;
    }

    /** How many bindings an owner has. */
    public int ownedBy(Owner owner) {
        return owned.getOrDefault(owner, 0);
    }

    /** How many bindings all owners have but the superuser. */
    public int ownedByUsers() {
        return ofUsers;
    }

    /** The same registration, with the very evidence of others that rest on the same sockets: what is kept for one is kept for all. */
    Registration sharing(Registration added) {
        for (long cookie : added.evidence().sockets()) {
            for (Registration other : bySocket.getOrDefault(cookie, Set.of())) {
                if (other.evidence().equals(added.evidence())) {
                    return new Registration(added.binding(), other.evidence());
                }
            }
        }
        return added;
    }

    void add(Registration added) {
        count(added.binding().owner(), 1);
        for (long cookie : added.evidence().sockets()) {
            bySocket.computeIfAbsent(cookie, missing -> new LinkedHashSet<>()).add(added);
        }
        if (isWatched(added) && ports.merge(added.port(), 1, Integer::sum) == 1) {
            portChanges++;
        }
    }

    void remove(Registration removed) {
        count(removed.binding().owner(), -1);
        for (long cookie : removed.evidence().sockets()) {
            bySocket.computeIfPresent(cookie, (key, registrations) -> {
                registrations.remove(removed);
                return registrations.isEmpty() ? null : registrations;
            });
        }
        if (isWatched(removed) && less(ports, removed.port())) {
            portChanges++;
        }
    }

    private static boolean isWatched(Registration registration) {
        return registration.port() != 0 && !registration.evidence().sockets().isEmpty();
    }

    private void count(Owner owner, int change) {
        ofUsers += owner.equals(Owner.SUPERUSER) ? 0 : change;
        owned.merge(owner, change, Integer::sum);
        owned.remove(owner, 0);
    }

    /** Whether that was the last one. */
    private static boolean less(Map<Integer, Integer> counts, int key) {
        return counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1) == null;
    }
}
