package org.portmapper.registry;

import java.util.List;

/** What shows that a registered service is there. The registry keeps it; {@code liveness} knows what it means. */
public sealed interface Evidence {
    /** The portmapper itself serves it. */
    record Portmapper() implements Evidence {}

    /**
     * Open sockets that get what is sent to the address. While one of them is open, the service is there.
     *
     * @param uid the user who made them, or who was proven to hold them
     * @param cookies the kernel's numbers of the sockets, never given twice while the system is up: sock_diag(7)
     */
    record IpSockets(long uid, List<Long> cookies) implements Evidence {
        /** Copies the list. */
        public IpSockets {
            cookies = List.copyOf(cookies);
        }

        @Override
        public List<Long> sockets() {
            return cookies;
        }
    }

    /** A listening local socket, by its inode and the kernel's number. */
    record LocalSocket(long inode, long cookie) implements Evidence {
        @Override
        public List<Long> sockets() {
            return List.of(cookie);
        }
    }

    /** Nothing but a word that counts: no socket of this host is known. It stays until somebody removes it. */
    record Word() implements Evidence {}

    /** The cookies of the sockets that it consists of. */
    default List<Long> sockets() {
        return List.of();
    }
}
