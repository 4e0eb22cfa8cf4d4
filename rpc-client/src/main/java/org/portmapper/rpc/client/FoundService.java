package org.portmapper.rpc.client;

import java.util.Optional;

/**
 * The answer to a look-up, with all that is known about it.
 *
 * @param service where it is served, as it is reached from here
 * @param owner who registered it, {@code superuser} or a user's number on most hosts; only a list of all services tells
 * @param origin who said so
 */
public record FoundService(ServiceAddress service, Optional<String> owner, Origin origin) {
    /**
     * How an answer was obtained.
     *
     * @param portmapper who answered
     * @param portmapperVersion in which version of the portmapper's protocol: 2, 3 or 4
     * @param procedure to which question, by its name in RFC 1833: GETVERSADDR, GETADDR, GETPORT or DUMP. Only GETVERSADDR and DUMP
     *     are exact: to the others a portmapper may answer with another version's address
     * @param cached whether the answer was remembered by {@link RpcbindClient#caching}
     */
    public record Origin(RpcAddress portmapper, long portmapperVersion, String procedure, boolean cached) {
        Origin remembered() {
            return new Origin(portmapper, portmapperVersion, procedure, true);
        }
    }

    /** Where it is called. */
    public RpcAddress address() {
        return service.address();
    }

    FoundService remembered() {
        return new FoundService(service, owner, origin.remembered());
    }
}
