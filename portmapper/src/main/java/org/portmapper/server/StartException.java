package org.portmapper.server;

/** The daemon cannot serve what it was asked to serve; the message is one sentence for whoever started it. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    StartException(String message) {
        super(message);
        this.message = message;
    }

    /** What cannot be served, why, and what to do. */
    @Override
    public String getMessage() {
        return message;
    }
}
