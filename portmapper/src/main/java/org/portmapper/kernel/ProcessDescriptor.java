package org.portmapper.kernel;

import java.lang.foreign.Arena;
import java.time.Duration;

/** A descriptor of a process, which means that process even when its number means another: pidfd_open(2). */
record ProcessDescriptor(int number) {

    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS = 4;
    private static final short POLLIN = 1;
    private static final int TIMESPEC_BYTES = 16;
    private static final int SIGTERM = 15;

    /** The process that has this number now. */
    static ProcessDescriptor open(long pid) throws ErrnoException {
        return new ProcessDescriptor((int) ErrnoException.check(Syscall.PIDFD_OPEN.call(pid), "open process " + pid));
    }

    /**
     * Whether it has not ended. It is polled rather than sent signal 0: where a sandbox forbids signals, the kernel answers
     * as if the process were another user's, alive or not.
     */
    boolean isAlive() {
        return !endsWithin(Duration.ZERO);
    }

    /** Waits until it has ended, and so has closed all that it had open, or the time is over; whether it has ended. */
    boolean endsWithin(Duration time) {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory pollfd = NativeMemory.in(arena, POLLFD_BYTES);
            pollfd.bytes().putInt(0, number);
            pollfd.bytes().putShort(EVENTS, POLLIN);
            NativeMemory timespec = NativeMemory.in(arena, TIMESPEC_BYTES);
            timespec.bytes().putLong(0, time.toSeconds());
            timespec.bytes().putLong(Long.BYTES, time.toNanosPart());
            return Syscall.PPOLL.call(pollfd.address(0), 1, timespec.address(0)) != 0;
        }
    }

    /** SIGTERM. */
    void terminate() throws ErrnoException {
        ErrnoException.check(Syscall.PIDFD_SEND_SIGNAL.call(number, SIGTERM, 0), "end the process");
    }

    void close() {
        new Descriptor(number).close();
    }
}
