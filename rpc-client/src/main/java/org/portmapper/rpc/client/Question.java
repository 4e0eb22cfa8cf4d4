package org.portmapper.rpc.client;

import java.util.function.LongFunction;
import org.portmapper.rpc.rpcbind.Rpcbind;

/** A question to a portmapper: the lowest version that knows it, and the call that asks it in each version from there on. */
record Question<T>(long lowestVersion, LongFunction<ProcedureCall<T>> call) {
    /** A question that every version knows. */
    static <T> Question<T> of(ProcedureCall<T> inVersion2, ProcedureCall<T> inLaterVersion) {
        return new Question<>(Rpcbind.VERSION_2, version -> version == Rpcbind.VERSION_2 ? inVersion2 : inLaterVersion);
    }

    /** A question that no version below the given one knows. */
    static <T> Question<T> since(long version, ProcedureCall<T> call) {
        return new Question<>(version, any -> call);
    }

    ProcedureCall<T> in(long version) {
        return call.apply(version);
    }
}
