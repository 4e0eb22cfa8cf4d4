package org.portmapper.rpc.rpcbind;

import java.util.Optional;

/** The procedures of version 2, RFC 1833 section 3.1, in the order of their numbers. */
public enum PortmapProcedure {
    NULL(0),
    SET(1),
    UNSET(2),
    GETPORT(3),
    DUMP(4),
    CALLIT(5);

    private static final PortmapProcedure[] BY_NUMBER = values();

    private final int number;

    PortmapProcedure(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** The procedure with this number, if version 2 has it. */
    public static Optional<PortmapProcedure> of(long number) {
        return number >= 0 && number < BY_NUMBER.length ? Optional.of(BY_NUMBER[(int) number]) : Optional.empty();
    }
}
