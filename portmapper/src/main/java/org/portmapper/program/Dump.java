package org.portmapper.program;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.portmapper.dispatch.Answer;
import org.portmapper.dispatch.Pieces;
import org.portmapper.liveness.Liveness;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/**
 * The results of DUMP. A list of everyday length is encoded once for each state of the registry, because many clients ask for it
 * in a row. A longer one is encoded anew for each client, piece by piece as it reads, and so takes no memory however many read.
 *
 * <p>The registry may change while it is read. What was registered when DUMP was called, and still is when its turn comes, is
 * listed once, in the order of registration; what is registered later is not listed, a binding that was withdrawn and came back
 * included. So nothing is listed twice, and what was there all the time is not missed.
 */
final class Dump {
    /** Bindings of a list that is kept: some 50 kB, and ten times what a busy host has. */
    static final int KEPT = 1_000;

    /** Bytes of a piece, which takes some two tenths of a millisecond: no look-up feels that. */
    static final int PIECE = 65_536;

    /** Sockets that are looked at before all is listed, in two milliseconds: ten times what a busy host has. */
    private static final int CHECKED = 512;

    /** Sockets that are looked at in the time of one piece. */
    private static final int CHECKED_IN_A_PIECE = 16;

    private static final Pieces.Piece NOTHING_YET = new Pieces.Piece(ByteBuffer.allocate(0), false);

    private final BindingRegistry registry;
    private final Liveness liveness;
    private final BiConsumer<Binding, Rows> encoding;
    private final Rows rows = new Rows(PIECE);
    private long keptChanges = -1;
    private Set<Registration> keptWithout = Set.of();
    private Opaque kept = Opaque.EMPTY;

    private Dump(BindingRegistry registry, Liveness liveness, BiConsumer<Binding, Rows> encoding) {
        this.registry = registry;
        this.liveness = liveness;
        this.encoding = encoding;
    }

    /** The list of version 2: {@code pmaplist}, RFC 1833 section 3.1. */
    static Dump ofMappings(BindingRegistry registry, Liveness liveness) {
        return new Dump(registry, liveness, (binding, to) -> to.addMapping(binding));
    }

    /** The list of versions 3 and 4: {@code rpcblist}, RFC 1833 section 2.1. */
    static Dump ofBindings(BindingRegistry registry, Liveness liveness) {
        return new Dump(registry, liveness, (binding, to) -> to.addBinding(binding));
    }

    Answer answer() {
        return registry.size() > KEPT ? new Answer.Streamed(new CheckedList()) : Answer.success(kept());
    }

    private Opaque kept() {
        Set<Registration> hidden = liveness.checkSockets(CHECKED);
        if (registry.changes() != keptChanges || !hidden.equals(keptWithout)) {
            keptChanges = registry.changes();
            keptWithout = hidden;
            kept = whole(new WholeList(hidden));
        }
        return kept;
    }

    private static Opaque whole(Pieces list) {
        XdrWriter whole = new XdrWriter(PIECE);
        Pieces.Piece piece;
        do {
            piece = list.next();
            byte[] bytes = new byte[piece.bytes().remaining()];
            piece.bytes().get(bytes);
            whole.writeBytes(Opaque.of(bytes));
        } while (!piece.last());
        return whole.toOpaque();
    }

    /** What the registry has when this is made, without what is withdrawn before its turn comes. */
    private final class WholeList implements Pieces {
        private final long last = registry.changes();
        private final Set<Registration> hidden;
        private long place;

        WholeList(Set<Registration> hidden) {
            this.hidden = hidden;
        }

        // Only the place is kept from piece to piece: an iterator would hold on to all that is withdrawn meanwhile.
        @Override
        public Piece next() {
            rows.clear();
            place = registry.handOver(place, last, this::list);
            boolean complete = place == last;
            if (complete) {
                rows.end();
            }
            return new Piece(rows.written(), complete);
        }

        private boolean list(Registration each) {
            boolean room = rows.hasRoom();
            if (room && (hidden.isEmpty() || !hidden.contains(each))) {
                encoding.accept(each.binding(), rows);
            }
            return room;
        }
    }

    /** The same, after the sockets have been looked at, a few at a time. */
    private final class CheckedList implements Pieces {
        private final Set<Registration> hidden = new HashSet<>();
        private final Pieces list = new WholeList(hidden);
        private final List<Registration> unchecked = registry.witnesses().ofEachSocket(CHECKED);
        private int checked;

        @Override
        public Piece next() {
            if (checked == unchecked.size()) {
                return list.next();
            }
            int end = Math.min(unchecked.size(), checked + CHECKED_IN_A_PIECE);
            hidden.addAll(liveness.check(unchecked.subList(checked, end)));
            checked = end;
            return NOTHING_YET;
        }
    }
}
