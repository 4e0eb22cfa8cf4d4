package org.portmapper.audit;

import java.util.List;

/** Audit trails that end in a list. */
public final class AuditTrails {
    private AuditTrails() {}

    /** A trail with all its lines in a list, repetitions included when their time is over. */
    public static AuditTrail to(List<String> lines) {
        return new AuditTrail(
                program -> program == 100003 ? "nfs" : "", lines::add, new Repetitions(System::nanoTime, lines::add));
    }
}
