package org.portmapper.rpc.message;

/** Why a call was denied before its procedure was looked at: {@code rejected_reply}, RFC 5531 section 9. */
public sealed interface Denial {
    /** RPC_MISMATCH: the server speaks RPC versions {@code low} to {@code high}. */
    record RpcMismatch(long low, long high) implements Denial {}

    /** AUTH_ERROR: the credential or verifier was not good enough. */
    record AuthError(AuthStat stat) implements Denial {}
}
