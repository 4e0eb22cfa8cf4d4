package org.portmapper.rpc.transport;

/** A stream whose record marks (RFC 5531 section 11) announce what its reader does not take; the stream is lost. */
public final class RecordException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** Says what was announced, as {@code name: value (expected: constraint)}. */
    RecordException(String message) {
        super(message);
        this.message = message;
    }

    /** What was announced; never absent. */
    @Override
    public String getMessage() {
        return message;
    }
}
