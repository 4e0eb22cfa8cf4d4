package org.portmapper.rpc.client;

import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.rpcbind.PortmapProcedure;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.rpcbind.RpcbindProcedure;

/**
 * What a portmapper said.
 *
 * @param portmapper by which way
 * @param procedure when which procedure was called
 * @param connectionEnd completes when the connection ends over which the answer came, and with it what it says about the
 *     process at the other end
 */
record Answer<T>(T value, RpcAddress portmapper, Procedure procedure, CompletableFuture<?> connectionEnd) {
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
