package org.portmapper.kernel;

import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * Who connected to a local socket, as the kernel recorded it then: SO_PEERCRED of unix(7).
 *
 * @param pid of the process; 0 if it lives in a process namespace that this one cannot see; it may be gone by now
 * @param uid effective, unsigned 32 bits; a user that this namespace does not map shows as the overflow uid, 65534
 * @param gid effective, unsigned 32 bits
 */
public record PeerCredentials(int pid, long uid, long gid) {

    private static final int UCRED_BYTES = 12;
    private static final int PID = 0;
    private static final int UID = 4;
    private static final int GID = 8;

    /** (uid_t) -1: the kernel's word for nobody, as on a socket that has no peer or is not local. */
    private static final int NOBODY = -1;

    /** Of the peer of the connected socket {@code fd}; empty if the kernel knows none. */
    public static Optional<PeerCredentials> of(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory ucred = NativeMemory.in(arena, UCRED_BYTES);
            new Descriptor(fd).option(Descriptor.SOL_SOCKET, Descriptor.SO_PEERCRED, ucred, UCRED_BYTES);
            return read(ucred);
        } catch (ErrnoException e) {
            return Optional.empty();
        }
    }

    private static Optional<PeerCredentials> read(NativeMemory ucred) {
        int uid = ucred.bytes().getInt(UID);
        if (uid == NOBODY) {
            return Optional.empty();
        }
        int pid = ucred.bytes().getInt(PID);
        int gid = ucred.bytes().getInt(GID);
        return Optional.of(new PeerCredentials(pid, Integer.toUnsignedLong(uid), Integer.toUnsignedLong(gid)));
    }
}
