package org.portmapper.liveness;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.portmapper.identity.Caller;
import org.portmapper.identity.CallingProcess;
import org.portmapper.identity.OwnerText;
import org.portmapper.identity.Proof;
import org.portmapper.kernel.SocketIdentity;
import org.portmapper.rpc.rpcbind.Owner;

/**
 * As whom a binding may be believed that another portmapper had: who owns it by that one's word, and by the kernel's all sockets
 * that get what is sent to its address.
 *
 * @param sockets one or more
 * @param processes by inode, whose processes have sockets open; as far as they have been looked at
 */
public record Claimants(List<SocketIdentity> sockets, Map<Long, List<Caller.User>> processes) {
    /** Copies both. */
    public Claimants {
        sockets = List.copyOf(sockets);
        processes = Map.copyOf(processes);
    }

    /** Those of whom it is proven that it is theirs, with what is known of their processes, the one that says least first. */
    public List<Caller.User> of(Owner owner) {
        OptionalLong uid = provenUid(owner);
        return uid.isEmpty()
                ? List.of()
                : Stream.concat(
                                Stream.of(new Caller.User(
                                        uid.getAsLong(), Proof.OPEN_SOCKET, Set.of(), CallingProcess.UNKNOWN)),
                                holdersOfAll().filter(user -> user.uid() == uid.getAsLong()))
                        .toList();
    }

    private OptionalLong provenUid(Owner owner) {
        OptionalLong said = OwnerText.uid(owner.name());
        if (said.isPresent() && areOf(said.getAsLong())) {
            return said;
        }
        // rpcbind says "unknown" of everybody who registers over IP, and "superuser" of whoever has a reserved port.
        long maker = sockets.getFirst().uid();
        boolean guessed = said.isEmpty() || said.getAsLong() == 0;
        return guessed && maker != 0 && areOf(maker) ? OptionalLong.of(maker) : OptionalLong.empty();
    }

    private boolean areOf(long uid) {
        return sockets.stream().allMatch(socket -> isOf(socket, uid));
    }

    /** Daemons that gave up root after they had made their sockets have them open as who they are now. */
    private boolean isOf(SocketIdentity socket, long uid) {
        return socket.isHeld()
                && (socket.uid() == uid || (socket.uid() == 0 && holders(socket).anyMatch(user -> user.uid() == uid)));
    }

    private Stream<Caller.User> holders(SocketIdentity socket) {
        return processes.getOrDefault(socket.inode(), List.of()).stream();
    }

    private Stream<Caller.User> holdersOfAll() {
        return holders(sockets.getFirst())
                .filter(user -> sockets.stream()
                        .allMatch(socket -> holders(socket)
                                .anyMatch(other ->
                                        other.process().pid() == user.process().pid())));
    }

    /** Why nobody is believed to own it. */
    public String objection(Owner owner) {
        if (sockets.stream().anyMatch(socket -> !socket.isHeld())) {
            return "held by no process";
        }
        List<Long> uids = sockets.stream().map(SocketIdentity::uid).distinct().toList();
        return OwnerText.uid(owner.name()).isEmpty() && uids.equals(List.of(0L))
                ? "anybody can have registered it over IP, and the socket is the superuser's"
                : "held by uid " + uids.stream().map(String::valueOf).collect(Collectors.joining(" and "));
    }
}
