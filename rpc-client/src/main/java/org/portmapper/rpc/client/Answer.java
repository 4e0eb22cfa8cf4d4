package org.portmapper.rpc.client;

import java.util.function.Function;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.rpcbind.PortmapProcedure;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.RpcbindProcedure;

/** What a portmapper said, by which way, and when which procedure was called. */
record Answer<T>(T value, RpcAddress portmapper, Procedure procedure) {
    <U> Answer<U> map(Function<T, U> change) {
        return new Answer<>(change.apply(value), portmapper, procedure);
    }

    FoundService.Origin origin() {
        return new FoundService.Origin(portmapper, procedure.version(), procedureName(), false);
    }

    private String procedureName() {
        return procedure.version() == Rpcbind.VERSION_2
                ? PortmapProcedure.of(procedure.number()).map(Enum::name).orElseThrow()
                : RpcbindProcedure.of(procedure.version(), procedure.number())
                        .map(Enum::name)
                        .orElseThrow();
    }
}
