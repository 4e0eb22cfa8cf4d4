package org.portmapper.rpc.message;

import org.portmapper.rpc.xdr.Opaque;

/** What became of an accepted call: {@code accept_stat} with its data, RFC 5531 section 9. */
public sealed interface AcceptedStatus {
    /** SUCCESS: the procedure was executed; the results are still encoded. */
    record Success(Opaque results) implements AcceptedStatus {}

    /** PROG_UNAVAIL: the program is not served here. */
    record ProgramUnavailable() implements AcceptedStatus {}

    /** PROG_MISMATCH: of this program the versions {@code low} to {@code high} are served. */
    record ProgramMismatch(long low, long high) implements AcceptedStatus {}

    /** PROC_UNAVAIL: the program has no such procedure. */
    record ProcedureUnavailable() implements AcceptedStatus {}

    /** GARBAGE_ARGS: the arguments could not be decoded. */
    record GarbageArguments() implements AcceptedStatus {}

    /** SYSTEM_ERR: the server failed, by no fault of the call. */
    record SystemError() implements AcceptedStatus {}
}
