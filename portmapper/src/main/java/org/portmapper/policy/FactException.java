package org.portmapper.policy;

/** Says what could have stood where no fact could be read. */
final class FactException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean account;

    private FactException(String text, boolean account) {
        super(text);
        this.account = account;
    }

    /** The constraint, and the question about what was meant, or nothing. */
    static FactException expected(String constraint, String question) {
        return new FactException("(expected: " + constraint + ")" + question, false);
    }

    /** The same for an account that this host does not have. */
    static FactException account(String constraint, String question) {
        return new FactException("(expected: " + constraint + ")" + question, true);
    }

    /** Whether all is well but that this host has no such account. */
    boolean isAccount() {
        return account;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
