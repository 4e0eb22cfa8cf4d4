package org.portmapper.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is registered: a list in the order of registration, and the sentences of RFC 1833 sections 2.2.1 and 3.2 and of our
 * own rules as they would be read out. A service that ended is registered until somebody comes upon it.
 */
final class Model {
    /** What a SET or UNSET says. */
    enum Said {
        /** TRUE. */
        TRUE,
        /** FALSE. */
        FALSE,
        /** AUTH_TOOWEAK. */
        TOO_WEAK
    }

    /** One binding; {@code socket} is the number of the socket that bears witness, 0 for none. */
    record Entry(long program, long version, Place place, String owner, long socket) {
        boolean is(long itsProgram, long itsVersion, String netid) {
            return program == itsProgram
                    && version == itsVersion
                    && place.netid().equals(netid);
        }
    }

    private final boolean enforcing;
    private final Sockets sockets;
    private final List<Entry> entries = new ArrayList<>();

    /** What the calls that came together have changed so far. */
    private final List<Entry> added = new ArrayList<>();

    private final List<Entry> removed = new ArrayList<>();

    Model(boolean enforcing, Sockets sockets, List<Entry> portmapper) {
        this.enforcing = enforcing;
        this.sockets = sockets;
        entries.addAll(portmapper);
    }

    Said set(Who who, long program, long version, Place place) {
        findDead(entry -> entry.is(program, version, place.netid()));
        boolean sensible = program != Programs.PORTMAPPER && place.isValid();
        Optional<Entry> present = one(entry -> entry.is(program, version, place.netid()));
        boolean refused = enforcing && (!mayRegister(who, program, place) || (present.isEmpty() && isOverQuota(who)));
        if (!sensible || who.isElsewhere() || refused) {
            return who.isElsewhere() ? Said.TOO_WEAK : Said.FALSE;
        }
        if (present.isPresent()) {
            return present.get().place().address().equals(place.address()) ? Said.TRUE : Said.FALSE;
        }
        long socket = sockets.at(place).map(Sockets.Socket::number).orElse(0L);
        Entry entry = new Entry(program, version, place, who.owner(), socket);
        entries.add(entry);
        added.add(entry);
        return Said.TRUE;
    }

    private boolean mayRegister(Who who, long program, Place place) {
        if (!who.isUser() || !Programs.mayRegister(who.uid(), program)) {
            return false;
        }
        boolean anothers = entries.stream()
                .anyMatch(entry -> entry.program() == program && !entry.owner().equals(who.owner()));
        return (who.isRoot() || !anothers) && mayHave(who, program, sockets.at(place));
    }

    /** Root has no quota. */
    private boolean isOverQuota(Who who) {
        long his = entries.stream()
                .filter(entry -> entry.owner().equals(who.owner()))
                .count();
        long users = entries.stream()
                .filter(entry -> !entry.owner().equals("superuser"))
                .count();
        return !who.isRoot() && (his >= Programs.PER_USER || users >= Programs.ALL_USERS);
    }

    /** Only root's word alone is good for an address, and not in a datagram. */
    private static boolean mayHave(Who who, long program, Optional<Sockets.Socket> socket) {
        if (who.isRoot() && who.proof() == Who.How.LOCAL_SOCKET) {
            return socket.isPresent() || !Programs.needsSocket(program);
        }
        return socket.isPresent() && socket.get().uid() == who.uid();
    }

    /** Removes those of one netid, or all where it is empty: all of them, or none. */
    Said unset(Who who, long program, long version, String netid) {
        if (who.isElsewhere()) {
            return Said.TOO_WEAK;
        }
        if (program == Programs.PORTMAPPER) {
            return Said.FALSE;
        }
        List<Entry> found = all(entry -> entry.program() == program
                && entry.version() == version
                && (netid.isEmpty() || entry.place().netid().equals(netid)));
        if (!found.stream().allMatch(entry -> mayRemove(who, entry))) {
            return Said.FALSE;
        }
        entries.removeAll(found);
        removed.addAll(found);
        return Said.TRUE;
    }

    private boolean mayRemove(Who who, Entry entry) {
        if (!who.isUser()) {
            return !enforcing && entry.owner().equals("unknown");
        }
        boolean his = who.isRoot() || entry.owner().equals(who.owner());
        boolean certain = who.proof() != Who.How.TABLE || entry.socket() == 0;
        return his && (certain || !enforcing);
    }

    /** UNSET of version 2: tcp and udp, each for itself. */
    Said unsetMappings(Who who, long program, long version) {
        Said tcp = unset(who, program, version, "tcp");
        Said udp = unset(who, program, version, "udp");
        return tcp == Said.TRUE ? udp : tcp;
    }

    /**
     * Calls that come together: where their changes cannot be written, none of them has happened, and nobody is told TRUE who
     * would have to wait for them.
     */
    List<Said> together(List<Supplier<Said>> changes, boolean written) {
        added.clear();
        removed.clear();
        List<Entry> before = List.copyOf(entries);
        List<Said> said = new ArrayList<>();
        for (Supplier<Said> change : changes) {
            Said itself = change.get();
            boolean waits = !added.isEmpty() || !removed.isEmpty();
            said.add(itself == Said.TRUE && waits && !written ? Said.FALSE : itself);
        }
        if (!written) {
            undo(before);
        }
        return said;
    }

    /** What was removed is there again, in its place, unless it is found to have ended. */
    private void undo(List<Entry> before) {
        List<Entry> undone = before.stream()
                .filter(entry -> entries.contains(entry) || removed.contains(entry))
                .toList();
        entries.clear();
        entries.addAll(undone);
        findDead(removed::contains);
    }

    /** The daemon begins anew: with everything that was written and that has not ended. */
    void restart() {
        list();
    }

    /** The host begins anew: what root has said without a socket is all that is left. */
    void reboot() {
        entries.removeIf(entry -> entry.socket() != 0 || !entry.owner().equals("superuser"));
    }

    /** The version that is asked for, else the newest of the others; empty where there is none within reach. */
    Optional<Entry> lookUp(long program, long version, Predicate<Entry> withinReach) {
        while (true) {
            List<Entry> reached = all(entry -> entry.program() == program && withinReach.test(entry));
            Optional<Entry> found = reached.stream()
                    .filter(entry -> entry.version() == version)
                    .findFirst()
                    .or(() -> reached.isEmpty() ? Optional.empty() : Optional.of(reached.getLast()));
            if (found.isEmpty() || !findDead(found.get()::equals)) {
                return found;
            }
        }
    }

    /** Those of exactly this version. */
    List<Entry> ofVersion(long program, long version, Predicate<Entry> withinReach) {
        Predicate<Entry> wanted =
                entry -> entry.program() == program && entry.version() == version && withinReach.test(entry);
        findDead(wanted);
        return all(wanted);
    }

    /** Everything; what ended is found by that. */
    List<Entry> list() {
        findDead(entry -> true);
        return List.copyOf(entries);
    }

    /** The kernel gives notice of the end of a socket. */
    void ended(long socket) {
        findDead(entry -> entry.socket() == socket);
    }

    private boolean findDead(Predicate<Entry> looked) {
        return entries.removeIf(entry -> looked.test(entry) && entry.socket() != 0 && !sockets.isOpen(entry.socket()));
    }

    private Optional<Entry> one(Predicate<Entry> wanted) {
        return entries.stream().filter(wanted).findFirst();
    }

    private List<Entry> all(Predicate<Entry> wanted) {
        return entries.stream().filter(wanted).toList();
    }
}
