package org.portmapper.demo;

import org.portmapper.rpc.xdr.PrintableText;

/** A step of the demonstration failed; the message names it. */
public final class DemoException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    DemoException(String step, String reason) {
        this.message = "step \"" + step + "\" failed: " + reason;
    }

    DemoException(String step, Exception cause) {
        super(cause);
        this.message = "step \"" + step + "\" failed: " + PrintableText.of(String.valueOf(cause.getMessage()));
    }

    /** The step, and why it failed. */
    @Override
    public String getMessage() {
        return message;
    }
}
