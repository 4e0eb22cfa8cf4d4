package org.portmapper.program;

import java.util.Map;
import java.util.Set;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.rpcbind.Rpcbind;

/**
 * What must not be called through a portmapper, because the service would take the portmapper for the caller: rpcbind's
 * list. Procedure 0 may always be called; RFC 1833 section 2.2.1 leaves the rest to the server.
 */
final class RemoteCallDenials {
    private static final Set<Long> WHOLE_PROGRAMS = Set.of(
            Rpcbind.PROGRAM,
            100003L, // nfs
            100009L, // yppasswdd
            100011L); // rquotad

    private static final Map<Long, Set<Long>> PROCEDURES = Map.of(
            100004L, Set.of(3L, 4L, 5L, 8L), // ypserv: match, first, next, all
            100005L, Set.of(1L, 3L), // mountd: mnt, umnt
            100007L, Set.of(2L)); // ypbind: setdom

    private RemoteCallDenials() {}

    static boolean deny(Procedure procedure) {
        boolean denied = WHOLE_PROGRAMS.contains(procedure.program())
                || PROCEDURES.getOrDefault(procedure.program(), Set.of()).contains(procedure.number());
        return denied && procedure.number() != 0;
    }
}
