package org.portmapper.model;

import java.util.List;

/** The programs of the sequences, and the policy on them: as the daemon reads it, and as the model knows it. */
public final class Programs {
    static final long PORTMAPPER = 100_000;
    static final long NFS = 100_003;
    static final long MOUNTD = 100_005;
    static final long TRANSIENT = 0x2000_0001L;
    static final long OTHER_TRANSIENT = 0x2000_0002L;
    static final long RESERVED = 0x6000_0001L;

    static final List<Long> ALL = List.of(PORTMAPPER, NFS, MOUNTD, TRANSIENT, OTHER_TRANSIENT, RESERVED);

    static final int PER_USER = 2;
    static final int ALL_USERS = 3;

    private Programs() {}

    /** The policy that enforces, or only watches: "enforce" or "audit". */
    public static String policy(String mode) {
        return """
            mode = "%s"
            [program.nfs]
            register = ["user:root", "user:1"]
            [program.mountd]
            register = ["user:root"]
            listener = "required"
            [quota]
            per-user = %d
            all-users = %d
            """.formatted(mode, PER_USER, ALL_USERS);
    }

    /** Whether the policy has this user among those who may register the program. */
    static boolean mayRegister(long uid, long program) {
        if (program == NFS) {
            return uid == 0 || uid == 1;
        }
        return program == TRANSIENT || program == OTHER_TRANSIENT || uid == 0;
    }

    /** Whether even root needs a socket for it. */
    static boolean needsSocket(long program) {
        return program == MOUNTD;
    }
}
