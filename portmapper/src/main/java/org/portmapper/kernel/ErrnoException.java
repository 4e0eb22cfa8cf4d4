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

    /** The same for a call about a descriptor; the message is put together only when needed. */
    static long check(long result, String attempt, int descriptor) throws ErrnoException {
        return result < 0 ? check(result, attempt + " of descriptor " + descriptor) : result;
    }

    public Errno errno() {
        return new Errno(number);
    }
}
