package org.portmapper.liveness;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.portmapper.identity.Caller;
import org.portmapper.kernel.SocketIdentity;
import org.portmapper.registry.Evidence;

/**
 * The sockets of this host that get what is sent to an address.
 *
 * @param evidence what they are worth as evidence that somebody is there
 */
public record Holders(List<SocketIdentity> sockets, Evidence evidence) {
    /** There is no such socket. */
    public static final Holders NONE = new Holders(List.of(), new Evidence.Word());

    /** Copies the list. */
    public Holders {
        sockets = List.copyOf(sockets);
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return sockets.isEmpty();
    }

    /** The inodes of the sockets, by which /proc knows them. */
    public Set<Long> inodes() {
        return sockets.stream().map(SocketIdentity::inode).collect(Collectors.toSet());
    }

    /**
     * Who else than the caller has one of them, "held by uid 7"; empty where all are the caller's. If not, what is sent to the
     * address may not reach the caller.
     */
    public Optional<String> foreignTo(Caller.User caller) {
        return sockets.stream()
                .filter(socket -> !isOf(socket, caller))
                .findFirst()
                .map(socket -> socket.isHeld() ? "held by uid " + socket.uid() : "held by no process");
    }

    /**
     * A socket is its maker's. Daemons that gave up root after they had made their sockets prove that they hold them: by having
     * them open, or by the control group of their unit, in which root made them. Not another user's in the same unit: under
     * cron.service the jobs of all users are together.
     */
    private static boolean isOf(SocketIdentity socket, Caller.User caller) {
        if (!socket.isHeld()) {
            return false;
        }
        return socket.uid() == caller.uid()
                || isOfUnit(socket, caller)
                || caller.process().holds(socket.inode());
    }

    private static boolean isOfUnit(SocketIdentity socket, Caller.User caller) {
        return socket.uid() == 0
                && caller.process().controlGroup().stream().anyMatch(group -> group == socket.controlGroup());
    }
}
