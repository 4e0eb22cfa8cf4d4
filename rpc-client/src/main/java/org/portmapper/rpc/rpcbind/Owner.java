package org.portmapper.rpc.rpcbind;

import org.portmapper.rpc.xdr.UnsignedInt;

/** Who registered a binding, as a portmapper says it in {@code r_owner}: RFC 1833 section 2.1. */
public record Owner(String name) {
    /** Most bytes of an owner that we read: a portmapper decides the owner itself, so no use needs more. */
    public static final int LIMIT = 256;

    /** The superuser of the portmapper's host. */
    public static final Owner SUPERUSER = new Owner("superuser");
    /** Somebody of whom nothing is proven. */
    public static final Owner UNKNOWN = new Owner("unknown");

    /** The owner that a user id of 0 to 4,294,967,295 is: "superuser" for 0, the decimal number for all others. */
    public static Owner ofUid(long uid) {
        UnsignedInt.require("uid", uid);
        return uid == 0 ? SUPERUSER : new Owner(Long.toString(uid));
    }
}
