package org.portmapper.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.portmapper.dispatch.Dispatcher;
import org.portmapper.identity.Peer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts the connections of one listening socket, TCP or local. It belongs to its event loop. */
final class StreamListener extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(StreamListener.class);

    private final Dispatcher dispatcher;
    private final Peers peers;
    private final OpenChannels channels;

    private StreamListener(Dispatcher dispatcher, Peers peers, OpenChannels channels) {
        this.dispatcher = dispatcher;
        this.peers = peers;
        this.channels = channels;
    }

    /** Serves a listening TCP socket on an event loop from now on; the future ends when it does. */
    static CompletableFuture<Void> serveTcp(
            int fd, Dispatcher dispatcher, Peers peers, OpenChannels channels, EventLoop loop) {
        return serve(new EpollServerSocketChannel(fd), dispatcher, peers, channels, loop);
    }

    /** Serves a listening local socket on an event loop from now on; the future ends when it does. */
    static CompletableFuture<Void> serveLocal(
            int fd, Dispatcher dispatcher, Peers peers, OpenChannels channels, EventLoop loop) {
        return serve(new EpollServerDomainSocketChannel(fd, true), dispatcher, peers, channels, loop);
    }

    private static CompletableFuture<Void> serve(
            ServerChannel channel, Dispatcher dispatcher, Peers peers, OpenChannels channels, EventLoop loop) {
        CompletableFuture<Void> serving = new CompletableFuture<>();
        channel.pipeline().addLast(new StreamListener(dispatcher, peers, channels));
        channels.listening(channel);
        loop.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                serving.complete(null);
            } else {
                serving.completeExceptionally(registered.cause());
            }
        });
        return serving;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        Channel connection = (Channel) accepted;
        Optional<Peer> peer = peers.of(connection);
        if (peer.isEmpty() || !channels.opened(connection)) {
            log.warn("connection of {} closed: {} are open, which is the limit", peer, channels);
            connection.unsafe().closeForcibly();
            return;
        }
        prepare(connection);
        connection
                .pipeline()
                .addLast(new WriteTimeoutHandler(Limits.UNREAD_REPLY.toSeconds(), TimeUnit.SECONDS))
                .addLast(new StreamConnection(peer.get(), dispatcher));
        context.channel().eventLoop().register(connection);
    }

    /** Accepting fails when descriptors run out; those who are connected are served all the same. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        log.warn("accepting connections rests for {}: {}", Limits.ACCEPT_PAUSE, cause.toString());
        context.channel().config().setAutoRead(false);
        context.channel()
                .eventLoop()
                .schedule(
                        () -> context.channel().config().setAutoRead(true),
                        Limits.ACCEPT_PAUSE.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static void prepare(Channel connection) {
        connection.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        connection.config().setOption(ChannelOption.TCP_NODELAY, true);
        connection.config().setWriteBufferWaterMark(new WriteBufferWaterMark(Limits.UNSENT / 2, Limits.UNSENT));
        connection.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(Limits.READ).maxMessagesPerRead(1));
    }
}
