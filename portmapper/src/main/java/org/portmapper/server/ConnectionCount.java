package org.portmapper.server;

import io.netty.channel.Channel;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections are open at once, and how many may be. */
final class ConnectionCount {
    private final int limit;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionCount(int limit) {
        this.limit = limit;
    }

    /** Counts a connection until it closes; false, and not counted, where there are too many. */
    boolean opened(Channel connection) {
        if (open.get() >= limit) {
            return false;
        }
        open.incrementAndGet();
        connection.closeFuture().addListener(closed -> open.decrementAndGet());
        return true;
    }

    @Override
    public String toString() {
        return open + " connections";
    }
}
