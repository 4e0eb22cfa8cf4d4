package org.portmapper.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sockets of the host at which services are: each has a number that is never given again. */
final class Sockets {
    /** An open socket of a user. */
    record Socket(long uid, long number) {}

    private final Map<String, Socket> open = new HashMap<>();
    private long numbers;

    /** A user opens a socket, if nobody has one there. */
    Optional<Socket> open(Place place, long uid) {
        if (open.containsKey(place.key())) {
            return Optional.empty();
        }
        open.put(place.key(), new Socket(uid, ++numbers));
        return at(place);
    }

    /** Whoever has one there closes it. */
    Optional<Socket> close(Place place) {
        return Optional.ofNullable(open.remove(place.key()));
    }

    /** The host ends, and all sockets with it: these. */
    List<Socket> closeAll() {
        List<Socket> all = List.copyOf(open.values());
        open.clear();
        return all;
    }

    Optional<Socket> at(Place place) {
        return Optional.ofNullable(open.get(place.key()));
    }

    boolean isOpen(long number) {
        return open.values().stream().anyMatch(socket -> socket.number() == number);
    }
}
