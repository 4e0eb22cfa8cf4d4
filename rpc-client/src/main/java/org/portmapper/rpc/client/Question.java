package org.portmapper.rpc.client;

import org.portmapper.rpc.rpcbind.Rpcbind;

/** A question to a portmapper: the lowest version that knows it, and the call that asks it in version 2 and in later ones. */
record Question<T>(long lowestVersion, ProcedureCall<T> inVersion2, ProcedureCall<T> inLaterVersion) {
    /** A question that every version knows. */
    static <T> Question<T> of(ProcedureCall<T> inVersion2, ProcedureCall<T> inLaterVersion) {
        return new Question<>(Rpcbind.VERSION_2, inVersion2, inLaterVersion);
    }

    /** A question that no version below the given one knows. */
    static <T> Question<T> since(long version, ProcedureCall<T> call) {
        return new Question<>(version, call, call);
    }

    ProcedureCall<T> in(long version) {
        return version == Rpcbind.VERSION_2 ? inVersion2 : inLaterVersion;
    }
}
