package org.portmapper.rpc.transport;

import java.io.IOException;

/** Why a call ended without a reply. */
public final class TransportException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final String message;

    /** What kept the reply away. */
    public enum Reason {
        /** The deadline passed: the call, the reply or the server is lost or slow. */
        TIMED_OUT,
        /** The peer, its host or the way to it said that nobody listens there. */
        UNREACHABLE,
        /** The connection, or the transport on this side, was closed. */
        CLOSED,
        /** The call was not sent: too many are waiting, or it is too long for the transport. */
        NOT_SENT
    }

    TransportException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.message = message;
    }

    /** With the text of its cause, or with its name where it has no text. */
    static TransportException of(Reason reason, Throwable cause) {
        String text = cause.getMessage();
        TransportException failure = new TransportException(
                reason, text == null || text.isEmpty() ? cause.getClass().getSimpleName() : text);
        failure.initCause(cause);
        return failure;
    }

    /**
     * Does nothing: it is made on the event loop, whose stack does not say who called, and a hundred thousand calls may end
     * with one each at the same moment. Where it is thrown, its cause has the trace.
     */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }

    /** What kept the reply away. */
    public Reason reason() {
        return reason;
    }

    /** What happened; never absent. */
    @Override
    public String getMessage() {
        return message;
    }
}
