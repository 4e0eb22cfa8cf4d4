package org.portmapper.kernel;

import java.io.IOException;

/** The kernel refused a call; the message says what was tried and {@link #errno} why it failed. */
public final class ErrnoException extends IOException {

    private final int number;

    ErrnoException(String attempt, Errno errno) {
        super(attempt + ": " + errno);
        this.number = errno.number();
    }

    /** {@code result} of a system call, thrown when it is an error. */
    static long check(long result, String attempt) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(attempt, Errno.of(result));
        }
        return result;
    }

    public Errno errno() {
        return new Errno(number);
    }
}
