package org.portmapper.identity;

import java.util.OptionalLong;
import org.portmapper.rpc.rpcbind.Owner;

/** What another portmapper says about an owner: "superuser", the number of a user, or something that names nobody. */
public final class OwnerText {
    /** (uid_t) -1 is nobody. */
    private static final long LARGEST_UID = 0xffff_fffeL;

    private OwnerText() {}

    /** The user that is meant. */
    public static OptionalLong uid(String text) {
        if (text.equals(Owner.SUPERUSER.name())) {
            return OptionalLong.of(0);
        }
        boolean number = text.matches("[0-9]{1,10}") && Long.parseLong(text) <= LARGEST_UID;
        return number ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The owner as we would write it. */
    public static Owner known(String text) {
        OptionalLong uid = uid(text);
        return uid.isPresent() ? Owner.ofUid(uid.getAsLong()) : Owner.UNKNOWN;
    }
}
