package org.portmapper.rpc.message;

import org.portmapper.rpc.xdr.UnsignedInt;

/** Why a call's authentication was denied: {@code auth_stat}, RFC 5531 section 9; a number we do not know is kept. */
public record AuthStat(long number) {
    /** AUTH_BADCRED: the credential is malformed. */
    public static final AuthStat BAD_CREDENTIAL = new AuthStat(1);
    /** AUTH_REJECTEDCRED: the client has to begin anew. */
    public static final AuthStat REJECTED_CREDENTIAL = new AuthStat(2);
    /** AUTH_BADVERF: the verifier is malformed. */
    public static final AuthStat BAD_VERIFIER = new AuthStat(3);
    /** AUTH_REJECTEDVERF: the verifier has expired or was replayed. */
    public static final AuthStat REJECTED_VERIFIER = new AuthStat(4);
    /** AUTH_TOOWEAK: what the caller proved is not enough for this procedure. */
    public static final AuthStat TOO_WEAK = new AuthStat(5);
    /** AUTH_INVALIDRESP: the server's verifier was wrong; found by the client itself. */
    public static final AuthStat INVALID_RESPONSE = new AuthStat(6);
    /** AUTH_FAILED: for a reason not known. */
    public static final AuthStat FAILED = new AuthStat(7);

    /** A status by its number, 0 to 4,294,967,295. */
    public AuthStat {
        UnsignedInt.require("auth_stat", number);
    }

    @Override
    public String toString() {
        return switch ((int) number) {
            case 1 -> "AUTH_BADCRED";
            case 2 -> "AUTH_REJECTEDCRED";
            case 3 -> "AUTH_BADVERF";
            case 4 -> "AUTH_REJECTEDVERF";
            case 5 -> "AUTH_TOOWEAK";
            case 6 -> "AUTH_INVALIDRESP";
            case 7 -> "AUTH_FAILED";
            default -> "auth_stat " + number;
        };
    }
}
