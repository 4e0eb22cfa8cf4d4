package org.portmapper.program;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.portmapper.liveness.Liveness;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** The results of DUMP, encoded once for each state of the registry: many clients ask for the whole list in a row. */
final class Dump {
    /** Sockets that are looked at before all is listed, in two milliseconds: ten times what a busy host has. */
    private static final int CHECKED = 512;

    private final BindingRegistry registry;
    private final Liveness liveness;
    private final BiConsumer<List<Registration>, XdrWriter> encoding;
    private long encodedChanges = -1;
    private Set<Registration> encodedWithout = Set.of();
    private Opaque encoded = Opaque.EMPTY;

    private Dump(BindingRegistry registry, Liveness liveness, BiConsumer<List<Registration>, XdrWriter> encoding) {
        this.registry = registry;
        this.liveness = liveness;
        this.encoding = encoding;
    }

    /** The list of version 2: {@code pmaplist}, RFC 1833 section 3.1. */
    static Dump ofMappings(BindingRegistry registry, Liveness liveness) {
        return new Dump(
                registry,
                liveness,
                (listed, writer) -> XdrList.write(
                        writer,
                        listed.stream()
                                .map(each -> each.binding().toMapping())
                                .flatMap(Optional::stream)
                                .toList(),
                        (mapping, to) -> mapping.writeTo(to)));
    }

    /** The list of versions 3 and 4: {@code rpcblist}, RFC 1833 section 2.1. */
    static Dump ofBindings(BindingRegistry registry, Liveness liveness) {
        return new Dump(
                registry,
                liveness,
                (listed, writer) -> XdrList.write(
                        writer, listed, (each, to) -> each.binding().toRpcb().writeTo(to)));
    }

    Opaque results() {
        Set<Registration> hidden = liveness.checkSockets(CHECKED);
        if (registry.changes() != encodedChanges || !hidden.equals(encodedWithout)) {
            encodedChanges = registry.changes();
            encodedWithout = hidden;
            encoded = encode(hidden);
        }
        return encoded;
    }

    private Opaque encode(Set<Registration> hidden) {
        List<Registration> listed =
                registry.all().stream().filter(each -> !hidden.contains(each)).toList();
        XdrWriter writer = new XdrWriter();
        encoding.accept(listed, writer);
        return writer.toOpaque();
    }
}
