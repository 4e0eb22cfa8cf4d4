package org.portmapper.rpc.xdr;

/** Bytes that are not the XDR item (RFC 4506) which was asked for: truncated, over a limit, or outside its range. */
public final class XdrException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String message;

    /** Says which item was wrong, as {@code name: value (expected: constraint)}. */
    public XdrException(String message) {
        super(message);
        this.message = message;
    }

    /** Which item was wrong; never absent. */
    @Override
    public String getMessage() {
        return message;
    }
}
