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
        } else if (outcome instanceof Conflict.Unclear unclear) {
            return Conflict.text(unclear.other())
                    + ", and it cannot be seen from here whether it is served there: stop that service, or if it has ended, "
                    + withdrawal(service);
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
        return Conflict.text(other) + ", where nobody serves it, and this caller may not withdraw it: "
                + withdrawal(service);
    }

    private static String withdrawal(ServiceAddress service) {
        return "as its owner or root, run \"rpcinfo -d " + service.program() + " " + service.version() + "\"";
    }

    /** The exception for a SET that failed: a refusal where it was answered in whatever way, else the failure as it is. */
    static Throwable of(ServiceAddress service, Throwable failure) {
        Throwable reason = Handover.unwrap(failure);
        if (!(reason instanceof RpcException)
                || Portmapper.isSilence(reason)
                || reason instanceof RpcException.NotSent) {
            return reason;
        }
        RpcException refused = new RpcException.RegistrationRefused(
                service + ": refused: " + reason.getMessage() + advice(service, reason), service);
        refused.initCause(reason);
        return refused;
    }

    private static String advice(ServiceAddress service, Throwable reason) {
        boolean version2 = reason instanceof RpcException.ProgramMismatch
                || reason instanceof RpcException.ProgramUnavailable
                || reason instanceof RpcException.ProcedureUnavailable;
        return version2 && !service.netid().hasMapping()
                ? "; version 2 of the portmapper's protocol can register udp and tcp only"
                : "";
    }
}
