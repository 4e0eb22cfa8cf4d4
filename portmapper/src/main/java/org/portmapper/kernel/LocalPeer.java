package org.portmapper.kernel;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The other end of a connected local socket: unix(7). Each question is asked when it is first needed, and once. For one
 * thread, and for as long as the descriptor is open.
 */
public final class LocalPeer {

    /** Groups that a process can be in (NGROUPS_MAX of limits.h). */
    static final int MAX_GROUPS = 65_536;

    /** Groups that there is room for at first; the kernel tells if it takes more. */
    private static final int USUAL_GROUPS = 64;

    private static final int SO_PEERGROUPS = 59;
    private static final int SO_PEERPIDFD = 77;
    private static final Path PROC = Path.of("/proc");

    private final Descriptor descriptor;
    private final Remembered<Optional<PeerCredentials>> credentials;
    private final Remembered<Set<Long>> groups = new Remembered<>(this::askGroups);
    private final Remembered<Optional<PeerProcess>> process = new Remembered<>(this::askProcess);

    /** @param fd of a connected local socket; others have no credentials, groups or process */
    public LocalPeer(int fd) {
        this.descriptor = new Descriptor(fd);
        this.credentials = new Remembered<>(() -> PeerCredentials.of(fd));
    }

    /** Who connected. */
    public Optional<PeerCredentials> credentials() {
        return credentials.get();
    }

    /** Its groups when it connected, the effective and the supplementary ones; unsigned 32 bits each. */
    public Set<Long> groups() {
        return groups.get();
    }

    /**
     * The process that connected. Empty if it has ended, if it is in a process namespace that this one cannot see, and
     * before Linux 6.5, which has no proof that its number has not been given to another process since.
     */
    public Optional<PeerProcess> process() {
        return process.get();
    }

    private Set<Long> askGroups() {
        Set<Long> found = new LinkedHashSet<>();
        credentials().ifPresent(peer -> found.add(peer.gid()));
        try {
            readGroups(USUAL_GROUPS * Integer.BYTES, found);
        } catch (ErrnoException e) {
            return Set.copyOf(found);
        }
        return Set.copyOf(found);
    }

    private void readGroups(int room, Set<Long> found) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory length = NativeMemory.in(arena, Integer.BYTES);
            length.bytes().putInt(0, room);
            NativeMemory gids = NativeMemory.in(arena, room);
            long result = Syscall.GETSOCKOPT.call(
                    descriptor.number(), Descriptor.SOL_SOCKET, SO_PEERGROUPS, gids.address(0), length.address(0));
            int needed = length.bytes().getInt(0);
            if (result < 0
                    && Errno.of(result).equals(Errno.ERANGE)
                    && room < needed
                    && needed <= MAX_GROUPS * Integer.BYTES) {
                readGroups(needed, found);
                return;
            }
            ErrnoException.check(result, "get the peer's groups", descriptor.number());
            for (int at = 0; at < needed; at += Integer.BYTES) {
                found.add(Integer.toUnsignedLong(gids.bytes().getInt(at)));
            }
        }
    }

    private Optional<PeerProcess> askProcess() {
        return credentials()
                .filter(peer -> peer.pid() > 0 && isAlive())
                .map(peer -> new PeerProcess(peer.pid(), PROC, ControlGroupFolders.ofThisHost(), this::isAlive));
    }

    /** The process, by a descriptor that never means another one: pidfd_open(2). */
    private boolean isAlive() {
        try {
            ProcessDescriptor pidfd = new ProcessDescriptor(descriptor.option(Descriptor.SOL_SOCKET, SO_PEERPIDFD));
            try {
                return pidfd.isAlive();
            } finally {
                pidfd.close();
            }
        } catch (ErrnoException e) {
            return false;
        }
    }
}
