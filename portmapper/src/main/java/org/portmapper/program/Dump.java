package org.portmapper.program;

import java.util.Optional;
import java.util.function.BiConsumer;
import org.portmapper.liveness.Liveness;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** The results of DUMP, encoded once for each state of the registry: many clients ask for the whole list in a row. */
final class Dump {
    /** Sockets that are looked at before all is listed, in two milliseconds: ten times what a busy host has. */
    private static final int CHECKED = 512;

    private final BindingRegistry registry;
    private final Liveness liveness;
    private final BiConsumer<BindingRegistry, XdrWriter> encoding;
    private long encodedChanges = -1;
    private Opaque encoded = Opaque.EMPTY;

    private Dump(BindingRegistry registry, Liveness liveness, BiConsumer<BindingRegistry, XdrWriter> encoding) {
        this.registry = registry;
        this.liveness = liveness;
        this.encoding = encoding;
    }

    /** The list of version 2: {@code pmaplist}, RFC 1833 section 3.1. */
    static Dump ofMappings(BindingRegistry registry, Liveness liveness) {
        return new Dump(
                registry,
                liveness,
                (bindings, writer) -> XdrList.write(
                        writer,
                        bindings.all().stream()
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
                (bindings, writer) -> XdrList.write(
                        writer,
                        bindings.all(),
                        (each, to) -> each.binding().toRpcb().writeTo(to)));
    }

    Opaque results() {
        liveness.checkSockets(CHECKED);
        if (registry.changes() != encodedChanges) {
            encodedChanges = registry.changes();
            XdrWriter writer = new XdrWriter();
            encoding.accept(registry, writer);
            encoded = writer.toOpaque();
        }
        return encoded;
    }
}
