package org.portmapper.rpc.client;

import java.util.function.Consumer;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.rpcbind.XdrList.ItemReader;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** A procedure by its number, its arguments, and how its results are read. */
record ProcedureCall<T>(long number, Opaque arguments, ItemReader<T> results) {
    static <T> ProcedureCall<T> of(long number, Consumer<XdrWriter> arguments, ItemReader<T> results) {
        XdrWriter writer = new XdrWriter();
        arguments.accept(writer);
        return new ProcedureCall<>(number, writer.toOpaque(), results);
    }

    /** The call of this procedure in a version of a program. */
    Call<T> to(long program, long version, OpaqueAuth credential) {
        return new Call<>(new Procedure(program, version, number), credential, arguments, results);
    }
}
