package org.portmapper.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;

/** What is registered of one program, in the order of registration: an immutable value, replaced as a whole. */
public record ProgramBindings(List<Registration> registrations) {
    /** What a program has of which nothing is registered. */
    static final ProgramBindings NONE = new ProgramBindings(List.of());

    /** Copies the list. */
    public ProgramBindings {
        registrations = List.copyOf(registrations);
    }

    /** The registration of exactly this version on this transport. */
    public Optional<Registration> exact(long version, Netid netid) {
        int found = indexOf(version, netid);
        return found < 0 ? Optional.empty() : Optional.of(registrations.get(found));
    }

    /** Where among the registrations that of exactly this version on this transport is; less than 0 where there is none. */
    public int indexOf(long version, Netid netid) {
        for (int i = 0; i < registrations.size(); i++) {
            Binding binding = registrations.get(i).binding();
            if (binding.version() == version && binding.netid() == netid) {
                return i;
            }
        }
        return -1;
    }

    /** Whether any version is registered on this transport. */
    public boolean isOn(Netid netid) {
        for (int i = 0; i < registrations.size(); i++) {
            if (registrations.get(i).binding().netid() == netid) {
                return true;
            }
        }
        return false;
    }

    /**
     * What a lookup finds among those offered: the version asked for, else the newest of any other version, because a
     * client learns the versions from the service itself (RFC 1833 section 2.2.1, GETADDR).
     */
    public Optional<Registration> find(long version, Netid netid, Predicate<Binding> offered) {
        Optional<Registration> fallback = Optional.empty();
        for (Registration each : registrations) {
            Binding binding = each.binding();
            if (binding.netid() == netid && offered.test(binding)) {
                if (binding.version() == version) {
                    return Optional.of(each);
                }
                fallback = Optional.of(each);
            }
        }
        return fallback;
    }

    /** The registrations of exactly this version whose bindings fit. */
    public List<Registration> ofVersion(long version, Predicate<Binding> fitting) {
        return registrations.stream()
                .filter(each -> each.binding().version() == version && fitting.test(each.binding()))
                .toList();
    }

    ProgramBindings with(Registration added) {
        List<Registration> longer = new ArrayList<>(registrations);
        longer.add(added);
        return new ProgramBindings(longer);
    }

    ProgramBindings without(List<Registration> removed) {
        return new ProgramBindings(
                registrations.stream().filter(each -> !removed.contains(each)).toList());
    }
}
