package org.portmapper.registry;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;

/**
 * What is registered: at most one binding for each program, version and netid (RFC 1833 section 2.2.1, SET).
 *
 * <p>A look-up takes the same steps however much is registered. It belongs to the event loop.
 */
public final class BindingRegistry {
    /** Bindings in total: more than the 100,000 at which look-ups are to cost no more than at ten, in a heap of 128 MB. */
    public static final int LIMIT = 120_000;

    /** Bindings of one program: a change copies them, and no known program has more than 40. */
    static final int PROGRAM_LIMIT = 1_000;

    /** What became of a registration. */
    public enum SetResult {
        /** It is registered now. */
        REGISTERED,
        /** The same address was registered before: nothing has changed. */
        ALREADY_REGISTERED,
        /** Another address is registered. */
        TAKEN,
        /** There is no room for more. */
        FULL
    }

    private record Key(long program, long version, Netid netid) {
        static Key of(Binding binding) {
            return new Key(binding.program(), binding.version(), binding.netid());
        }
    }

    private final ProgramIndex programs = new ProgramIndex();
    private final ConcurrentSkipListMap<Long, Registration> inOrder = new ConcurrentSkipListMap<>();
    private final Map<Key, Long> places = new ConcurrentHashMap<>();
    private final Witnesses witnesses = new Witnesses();
    private final AtomicLong changes = new AtomicLong();

    /** What is registered of a program. */
    public ProgramBindings program(long program) {
        return programs.get(program);
    }

    /** All registrations in their order. */
    public Collection<Registration> all() {
        return Collections.unmodifiableCollection(inOrder.values());
    }

    /** How many registrations there are. */
    public int size() {
        return places.size();
    }

    /**
     * Hands registrations over in their order, those after one place and up to another, until one is not taken. What is registered
     * from now on has its place beyond {@link #changes()}.
     *
     * @return the place of the last one that was taken; {@code last} if none was left
     */
    public long handOver(long after, long last, Predicate<Registration> taker) {
        long taken = after;
        for (Map.Entry<Long, Registration> each :
                inOrder.subMap(after, false, last, true).entrySet()) {
            if (!taker.test(each.getValue())) {
                return taken;
            }
            taken = each.getKey();
        }
        return last;
    }

    /** The first registration after a place, for whoever goes through all of them a few at a time. */
    public Optional<Map.Entry<Long, Registration>> after(long place) {
        return Optional.ofNullable(inOrder.higherEntry(place));
    }

    /** Who owns how much, and which sockets bear witness: for the event loop only. */
    public Witnesses witnesses() {
        return witnesses;
    }

    /** Grows with every change: whoever has derived something from {@link #all} sees whether it still holds. */
    public long changes() {
        return changes.get();
    }

    /** Registers a binding, unless its place is taken. */
    public SetResult set(Registration wanted) {
        Binding binding = wanted.binding();
        ProgramBindings program = program(binding.program());
        Optional<Registration> present = program.exact(binding.version(), binding.netid());
        if (present.isPresent()) {
            boolean same = present.get().binding().address().equals(binding.address());
            return same ? SetResult.ALREADY_REGISTERED : SetResult.TAKEN;
        }
        if (places.size() >= LIMIT || program.registrations().size() >= PROGRAM_LIMIT) {
            return SetResult.FULL;
        }
        long place = changes.incrementAndGet();
        places.put(Key.of(binding), place);
        Registration added = witnesses.sharing(wanted);
        inOrder.put(place, added);
        witnesses.add(added);
        programs.put(binding.program(), program.with(added));
        return SetResult.REGISTERED;
    }

    /**
     * Removes registrations of one program; those that are not there are passed over.
     *
     * @return what was removed, by its place
     */
    public SortedMap<Long, Registration> remove(long program, List<Registration> unwanted) {
        SortedMap<Long, Registration> removed = new TreeMap<>();
        for (Registration each : unwanted) {
            Optional.ofNullable(places.get(Key.of(each.binding())))
                    .filter(place -> inOrder.remove(place, each))
                    .ifPresent(place -> removed.put(place, each));
        }
        removed.values().forEach(this::forget);
        replace(program, program(program).without(unwanted));
        return removed;
    }

    /** Puts back in its place what {@link #remove} has removed of one program; no place may have been taken since. */
    public void restore(long program, SortedMap<Long, Registration> removed) {
        removed.forEach((place, each) -> {
            places.put(Key.of(each.binding()), place);
            inOrder.put(place, each);
            witnesses.add(each);
        });
        replace(
                program,
                new ProgramBindings(Stream.concat(program(program).registrations().stream(), removed.values().stream())
                        .sorted(Comparator.comparing(each -> places.get(Key.of(each.binding()))))
                        .toList()));
    }

    private void replace(long program, ProgramBindings left) {
        changes.incrementAndGet();
        if (left.registrations().isEmpty()) {
            programs.remove(program);
        } else {
            programs.put(program, left);
        }
    }

    private void forget(Registration removed) {
        places.remove(Key.of(removed.binding()));
        witnesses.remove(removed);
    }
}
