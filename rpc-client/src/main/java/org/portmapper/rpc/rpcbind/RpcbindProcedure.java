package org.portmapper.rpc.rpcbind;

import java.util.Optional;

/** The procedures of versions 3 and 4, RFC 1833 section 2.2.1, in the order of their numbers. */
public enum RpcbindProcedure {
    NULL(0),
    SET(1),
    UNSET(2),
    GETADDR(3),
    DUMP(4),
    /** Called BCAST in version 4: the same number and the same meaning. */
    CALLIT(5),
    GETTIME(6),
    UADDR2TADDR(7),
    TADDR2UADDR(8),
    /** The first of those that only version 4 has. */
    GETVERSADDR(9),
    INDIRECT(10),
    GETADDRLIST(11),
    GETSTAT(12);

    private static final RpcbindProcedure[] BY_NUMBER = values();

    private final int number;

    RpcbindProcedure(int number) {
        this.number = number;
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** The procedure with this number, if the given version (3 or 4) has it. */
    public static Optional<RpcbindProcedure> of(long version, long number) {
        int count = version == Rpcbind.VERSION_3 ? GETVERSADDR.number : BY_NUMBER.length;
        return number >= 0 && number < count ? Optional.of(BY_NUMBER[(int) number]) : Optional.empty();
    }
}
