package org.portmapper.kernel;

import java.time.Duration;

/** A process that we want to end: this one and no other that gets its number later, pidfd_open(2). For one thread. */
public final class RunningProcess implements AutoCloseable {
    private final ProcessDescriptor descriptor;

    private RunningProcess(ProcessDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * The process that has this number now.
     *
     * @throws ErrnoException if there is none, or the kernel has no descriptors of processes (before Linux 5.3)
     */
    public static RunningProcess of(long pid) throws ErrnoException {
        return new RunningProcess(ProcessDescriptor.open(pid));
    }

    /** Asks it to end, by SIGTERM; one that has ended cannot be asked. */
    public void terminate() throws ErrnoException {
        descriptor.terminate();
    }

    /** Waits until it has ended, and so has closed all its sockets, or the time is over; whether it has ended. */
    public boolean endsWithin(Duration time) {
        return descriptor.endsWithin(time);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
