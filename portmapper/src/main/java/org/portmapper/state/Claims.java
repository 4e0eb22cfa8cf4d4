package org.portmapper.state;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.Rpcbind;

/**
 * What another portmapper says is registered, in its order: one claim for each program, version and netid, of which a later one
 * replaces an earlier one. Nothing of it is proven, and its strings are unchecked.
 */
public final class Claims {
    private record Key(long program, long version, String netid) {}

    private final Map<Key, Rpcb> byKey = new LinkedHashMap<>();

    /** Adds bindings; not the portmapper's own, of which whoever takes over has its own. */
    public Claims addBindings(Collection<Rpcb> bindings) {
        bindings.stream().filter(each -> each.program() != Rpcbind.PROGRAM).forEach(each -> byKey.put(key(each), each));
        return this;
    }

    /**
     * Adds those of version 2's mappings that are not there as bindings: rpcbind keeps two lists, and an old portmapper has no
     * other. They name neither a host nor an owner.
     */
    public Claims addMappings(Collection<Mapping> mappings) {
        mappings.stream()
                .filter(each -> each.program() != Rpcbind.PROGRAM)
                .map(Claims::binding)
                .forEach(each -> byKey.putIfAbsent(key(each), each));
        return this;
    }

    private static Key key(Rpcb binding) {
        return new Key(binding.program(), binding.version(), binding.netid());
    }

    /** A protocol or port that cannot be makes a binding that cannot be: whoever checks it says so. */
    private static Rpcb binding(Mapping mapping) {
        String netid = Netid.ofProtocol(mapping.protocol())
                .map(Netid::text)
                .orElseGet(() -> Long.toString(mapping.protocol()));
        String address = "0.0.0.0." + (mapping.port() >> 8) + "." + (mapping.port() & 0xff);
        return new Rpcb(mapping.program(), mapping.version(), netid, address, Owner.UNKNOWN.name());
    }

    /** All of them. */
    public List<Rpcb> all() {
        return List.copyOf(byKey.values());
    }
}
