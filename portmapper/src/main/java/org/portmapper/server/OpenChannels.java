package org.portmapper.server;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;

/** The listening sockets of one kind and the connections that they accepted: how many may be open, and all closed at the end. */
final class OpenChannels {
    private final int limit;
    private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    OpenChannels(int limit) {
        this.limit = limit;
    }

    void listening(Channel channel) {
        listening.add(channel);
    }

    /** Remembers a connection until it closes; false, and not remembered, where there are too many. */
    boolean opened(Channel connection) {
        return connections.size() < limit && connections.add(connection);
    }

    /** Closes all, and waits until they are. Not for an event loop. */
    void close() {
        listening.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
    }

    @Override
    public String toString() {
        return connections.size() + " connections";
    }
}
