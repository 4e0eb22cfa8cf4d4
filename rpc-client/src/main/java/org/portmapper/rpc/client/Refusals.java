package org.portmapper.rpc.client;

import org.portmapper.rpc.rpcbind.Rpcb;

/** Says who refused a registration, why as far as that is known, and what to do. */
final class Refusals {
    private Refusals() {}

    /** The exception for a SET that was answered with false. */
    static RpcException of(ServiceAddress service, RpcAddress refusedBy, Conflict.Outcome outcome) {
        return new RpcException.RegistrationRefused(
                service + ": refused by the portmapper at " + refusedBy + "; " + reason(service, outcome), service);
    }

    private static String reason(ServiceAddress service, Conflict.Outcome outcome) {
        if (outcome instanceof Conflict.Alive alive) {
            return Conflict.text(alive.other()) + ", and it is served there: stop that service first";
        } else if (outcome instanceof Conflict.Kept kept) {
            return kept(service, kept.other());
        } else if (outcome instanceof Conflict.Cleared cleared) {
            return kept(service, cleared.other());
        }
        return "nothing is registered in its place, so this caller may not register it, or nothing listens at that address: the"
                + " portmapper's log says which rule refused and what would allow it, and so does \"portmapper policy explain --program "
                + service.program() + "\"; at an rpcbind register over its local socket";
    }

    private static String kept(ServiceAddress service, Rpcb other) {
        return Conflict.text(other)
                + ", where nobody answers, and this caller may not withdraw it: as its owner or root, run \"rpcinfo -d "
                + service.program() + " " + service.version() + "\"";
    }

    /** The exception for a SET that failed; one that is no answer of the portmapper stays as it is. */
    static Throwable of(ServiceAddress service, Portmapper portmapper, Throwable failure) {
        Throwable reason = Handover.unwrap(failure);
        if (reason instanceof RpcException.Denied || reason instanceof RpcException.ProgramMismatch) {
            String advice = reason instanceof RpcException.ProgramMismatch
                    ? "; version 2 of the portmapper's protocol can register udp and tcp only"
                    : "";
            RpcException refused = new RpcException.RegistrationRefused(
                    service + ": refused by the portmapper at " + portmapper + ": " + reason.getMessage() + advice,
                    service);
            refused.initCause(reason);
            return refused;
        }
        return reason;
    }
}
