package org.portmapper.program;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.portmapper.liveness.Liveness;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.ProgramBindings;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/**
 * Finds services that are there at this moment: between the end of a socket and the kernel's notice of it, its port can be
 * somebody else's already.
 */
final class Lookup {
    private final BindingRegistry registry;
    private final Liveness liveness;

    /** Where a caller would look for what is bound; empty where he cannot reach it. */
    @FunctionalInterface
    interface Reach extends Function<Binding, Optional<UniversalAddress>> {}

    Lookup(BindingRegistry registry, Liveness liveness) {
        this.registry = registry;
        this.liveness = liveness;
    }

    /** Everything of a program, whether it is there or not. */
    ProgramBindings program(long program) {
        return registry.program(program);
    }

    /** As {@link ProgramBindings#find}, among those that are within reach. */
    Optional<Binding> find(long program, long version, Netid netid, Reach reach) {
        // One that is found and not served is gone, or is passed over from then on: so this comes to an end.
        Set<Binding> passedOver = new HashSet<>();
        while (true) {
            Optional<Registration> found = registry.program(program)
                    .find(
                            version,
                            netid,
                            binding -> !passedOver.contains(binding)
                                    && reach.apply(binding).isPresent());
            if (found.isEmpty() || isServed(found.get(), reach)) {
                return found.map(Registration::binding);
            }
            passedOver.add(found.get().binding());
        }
    }

    /** As {@link ProgramBindings#exact}, if it is within reach. */
    Optional<Binding> exact(long program, long version, Netid netid, Reach reach) {
        return registry.program(program)
                .exact(version, netid)
                .filter(found -> isServed(found, reach))
                .map(Registration::binding);
    }

    /** As {@link ProgramBindings#ofVersion}, of those that are within reach. */
    List<Binding> ofVersion(long program, long version, Predicate<Binding> fitting, Reach reach) {
        return registry.program(program).ofVersion(version, fitting).stream()
                .filter(found -> isServed(found, reach))
                .map(Registration::binding)
                .toList();
    }

    private boolean isServed(Registration found, Reach reach) {
        Optional<UniversalAddress> address = reach.apply(found.binding());
        return address.isPresent()
                && (address.get() instanceof UniversalAddress.Inet inet
                        ? liveness.isServed(found, inet.host())
                        : liveness.isServed(found));
    }
}
