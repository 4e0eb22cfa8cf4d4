package org.portmapper.rpc.rpcbind;

import java.util.Optional;

/** The procedures of version 2, RFC 1833 section 3.1, in the order of their numbers. */
public enum PortmapProcedure {
    /** Does nothing, and proves that somebody is there. */
    NULL(0),
    /** Registers a mapping. */
    SET(1),
    /** Withdraws the mappings of a version, UDP and TCP together. */
    UNSET(2),
    /** The port of a program. */
    GETPORT(3),
    /** All mappings. */
    DUMP(4),
    /** Calls a program and passes its results on. */
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
