package org.portmapper.server;

/**
 * The portmapper cannot serve what it was asked to serve; the message is one sentence for whoever started it, or a line for
 * each error of its policy.
 */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** With what cannot be served, why, and what to do. */
    public StartException(String message) {
        super(message);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }
}
