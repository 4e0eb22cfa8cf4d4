package org.portmapper.kernel;

import java.lang.foreign.Arena;

/** A descriptor of a process, which means that process even when its number means another: pidfd_open(2). */
record ProcessDescriptor(int number) {

    private static final int POLLFD_BYTES = 8;
    private static final int EVENTS = 4;
    private static final short POLLIN = 1;
    private static final int TIMESPEC_BYTES = 16;

    /**
     * Whether it has not ended. It is polled rather than sent signal 0: where a sandbox forbids signals, the kernel answers
     * as if the process were another user's, alive or not.
     */
    boolean isAlive() {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory pollfd = NativeMemory.in(arena, POLLFD_BYTES);
            pollfd.bytes().putInt(0, number);
            pollfd.bytes().putShort(EVENTS, POLLIN);
            NativeMemory noTime = NativeMemory.in(arena, TIMESPEC_BYTES);
            return Syscall.PPOLL.call(pollfd.address(0), 1, noTime.address(0)) == 0;
        }
    }

    void close() {
        new Descriptor(number).close();
    }
}
