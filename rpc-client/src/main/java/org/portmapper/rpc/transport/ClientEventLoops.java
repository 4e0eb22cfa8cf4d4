package org.portmapper.rpc.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/** The event loop of programs that have none of their own. */
final class ClientEventLoops {
    /** One thread: it only moves bytes, and a client waits much more than it computes. */
    private static final int THREADS = 1;

    private ClientEventLoops() {}

    /** Made at its first use and never shut down; a daemon thread, so that no program is kept alive by it. */
    static EventLoopGroup shared() {
        return Shared.GROUP;
    }

    private static final class Shared {
        private static final EventLoopGroup GROUP = new MultiThreadIoEventLoopGroup(
                THREADS, new DefaultThreadFactory("rpc-client", true), NioIoHandler.newFactory());
    }
}
