package org.portmapper.dispatch;

import java.nio.ByteBuffer;

/**
 * A call without credential and verifier, and the successful reply to it, in one and the same place of memory: RFC 5531 section 9.
 * Both have their fields at fixed positions; memory is big-endian, and holds the message from 0 on.
 */
public final class PlainCall {
    /** Says that a call is not answered in its place. */
    public static final int NOT_HERE = -1;

    /** Where the version asked for stands: 32 bits. */
    public static final int VERSION = 16;

    /** Where the procedure stands: 32 bits. */
    public static final int PROCEDURE = 20;

    /** Where the arguments begin. */
    public static final int ARGUMENTS = 40;

    /** Where the results of the reply begin. */
    public static final int RESULTS = 24;

    private static final int MESSAGE_TYPE = 4;
    private static final int PROGRAM = 12;
    private static final int CREDENTIAL = 24;
    private static final int VERIFIER = 32;
    private static final int REPLY_VERIFIER = 12;
    private static final int ACCEPT_STATUS = 20;

    /** CALL, and RPC version 2. */
    private static final long A_CALL = 2;

    /** REPLY, and MSG_ACCEPTED. */
    private static final long ACCEPTED_REPLY = 1L << Integer.SIZE;

    /** AUTH_NONE with an empty body. */
    private static final long NONE = 0;

    private PlainCall() {}

    /** Whether so many bytes are such a call to a program. */
    static boolean isTo(ByteBuffer message, int length, long program) {
        return length >= ARGUMENTS
                && message.getLong(MESSAGE_TYPE) == A_CALL
                && unsigned(message, PROGRAM) == program
                && message.getLong(CREDENTIAL) == NONE
                && message.getLong(VERIFIER) == NONE;
    }

    /** An unsigned 32-bit integer of the message. */
    public static long unsigned(ByteBuffer message, int at) {
        return Integer.toUnsignedLong(message.getInt(at));
    }

    /**
     * Makes the message the successful reply to the call that it was, whose results stand in their place already.
     *
     * @return the length of the reply
     */
    public static int succeed(ByteBuffer message, int resultsLength) {
        message.putLong(MESSAGE_TYPE, ACCEPTED_REPLY);
        message.putLong(REPLY_VERIFIER, NONE);
        message.putInt(ACCEPT_STATUS, 0);
        return RESULTS + resultsLength;
    }
}
