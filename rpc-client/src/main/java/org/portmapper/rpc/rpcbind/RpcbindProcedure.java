package org.portmapper.rpc.rpcbind;

import java.util.Optional;

/** The procedures of versions 3 and 4, RFC 1833 section 2.2.1, in the order of their numbers. */
public enum RpcbindProcedure {
    /** Does nothing, and proves that somebody is there. */
    NULL(0),
    /** Registers a binding. */
    SET(1),
    /** Withdraws bindings. */
    UNSET(2),
    /** Where a program is served on the transport of the call, in this version or another. */
    GETADDR(3),
    /** All bindings. */
    DUMP(4),
    /** Calls a program and passes its results on; called BCAST in version 4, with the same number and meaning. */
    CALLIT(5),
    /** The host's clock, in seconds since 1970. */
    GETTIME(6),
    /** From a universal address to the form of the host. */
    UADDR2TADDR(7),
    /** From the form of the host to a universal address. */
    TADDR2UADDR(8),
    /** As GETADDR, for this version alone; the first of those that only version 4 has. */
    GETVERSADDR(9),
    /** As CALLIT, and failures are answered too. */
    INDIRECT(10),
    /** Where a version is served on every transport of the family of the call. */
    GETADDRLIST(11),
    /** What the portmapper has counted. */
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
