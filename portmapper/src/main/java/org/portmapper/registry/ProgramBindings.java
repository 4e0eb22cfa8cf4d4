package org.portmapper.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;

/** The bindings of one program in the order of their registration: an immutable value, replaced as a whole. */
public record ProgramBindings(List<Binding> bindings) {
    /** What a program has of which nothing is registered. */
    static final ProgramBindings NONE = new ProgramBindings(List.of());

    /** Copies the list. */
    public ProgramBindings {
        bindings = List.copyOf(bindings);
    }

    /** The binding of exactly this version on this transport. */
    public Optional<Binding> exact(long version, Netid netid) {
        return bindings.stream()
                .filter(binding -> binding.version() == version && binding.netid() == netid)
                .findFirst();
    }

    /**
     * The binding that a lookup finds among those offered: the version asked for, else the newest of any other version,
     * because a client learns the versions from the service itself (RFC 1833 section 2.2.1, GETADDR).
     */
    public Optional<Binding> find(long version, Netid netid, Predicate<Binding> offered) {
        Optional<Binding> fallback = Optional.empty();
        for (Binding binding : bindings) {
            if (binding.netid() == netid && offered.test(binding)) {
                if (binding.version() == version) {
                    return Optional.of(binding);
                }
                fallback = Optional.of(binding);
            }
        }
        return fallback;
    }

    /** The bindings of exactly this version that fit. */
    public List<Binding> ofVersion(long version, Predicate<Binding> fitting) {
        return bindings.stream()
                .filter(binding -> binding.version() == version && fitting.test(binding))
                .toList();
    }

    ProgramBindings with(Binding binding) {
        List<Binding> longer = new ArrayList<>(bindings);
        longer.add(binding);
        return new ProgramBindings(longer);
    }

    ProgramBindings without(List<Binding> removed) {
        return new ProgramBindings(
                bindings.stream().filter(binding -> !removed.contains(binding)).toList());
    }
}
