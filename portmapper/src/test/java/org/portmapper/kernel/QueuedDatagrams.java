package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

/**
 * Waits until datagrams that were sent are in the receiver's queue, so that one batch takes them all. The kernel tells how
 * much memory the queue occupies, and datagrams of equal size occupy equally much.
 */
final class QueuedDatagrams {
    private static final int SO_MEMINFO = 55; // its first number: memory of the receive queue
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Descriptor receiver;
    private int bytesOfOne;

    QueuedDatagrams(UdpSocket receiver) {
        this.receiver = new Descriptor(receiver.fd());
    }

    /** The first of several datagrams of one size has been sent, and nothing else. */
    void awaitFirst() throws ErrnoException {
        await(1);
        bytesOfOne = occupied();
    }

    /** {@code count} datagrams have been sent. */
    void await(int count) throws ErrnoException {
        int expected = Math.max(1, count * bytesOfOne);
        Instant deadline = Instant.now().plus(PATIENCE);
        while (occupied() < expected) {
            assertThat(Instant.now()).as("datagrams arrived").isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    private int occupied() throws ErrnoException {
        return receiver.option(Descriptor.SOL_SOCKET, SO_MEMINFO);
    }
}
