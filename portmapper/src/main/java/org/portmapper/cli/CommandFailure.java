package org.portmapper.cli;

/** The answer is no, or there is none: one sentence for standard error, and exit code 1. */
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    CommandFailure(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    CommandFailure(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    @Override
    public String getMessage() {
        return sentence;
    }
}
