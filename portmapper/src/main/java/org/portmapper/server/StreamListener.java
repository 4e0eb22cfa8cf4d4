package org.portmapper.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.transport.RecordReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts the connections of one listening socket, TCP or local. It belongs to its event loop. */
final class StreamListener extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(StreamListener.class);

    private static final WriteBufferWaterMark UNSENT = new WriteBufferWaterMark(Limits.UNSENT / 2, Limits.UNSENT);
    private static final RecvByteBufAllocator ONE_READ =
            new FixedRecvByteBufAllocator(Limits.READ).maxMessagesPerRead(1);

    private final SeldomWarning closed = new SeldomWarning(log, Limits.WARNING_PAUSE, System::nanoTime);
    private final SeldomWarning resting = new SeldomWarning(log, Limits.WARNING_PAUSE, System::nanoTime);
    private final Turns turns;
    private final ByteBuffer place = PlainReplies.place();
    private final Calls calls;
    private final OpenChannels channels;

    private StreamListener(Calls calls, OpenChannels channels, EventLoop loop) {
        // Not by execute: what is executed by what is executed comes before the sockets have had their turn.
        this.turns = new Turns(work -> loop.schedule(work, 0, TimeUnit.NANOSECONDS));
        this.calls = calls;
        this.channels = channels;
    }

    /** Serves a listening TCP socket on an event loop from now on; the future ends when it does. */
    static CompletableFuture<Void> serveTcp(int fd, Calls calls, OpenChannels channels, EventLoop loop) {
        return serve(new EpollServerSocketChannel(fd), calls, channels, loop);
    }

    /** Serves a listening local socket on an event loop from now on; the future ends when it does. */
    static CompletableFuture<Void> serveLocal(int fd, Calls calls, OpenChannels channels, EventLoop loop) {
        return serve(new EpollServerDomainSocketChannel(fd, true), calls, channels, loop);
    }

    private static CompletableFuture<Void> serve(
            ServerChannel channel, Calls calls, OpenChannels channels, EventLoop loop) {
        CompletableFuture<Void> serving = new CompletableFuture<>();
        channel.pipeline().addLast(new StreamListener(calls, channels, loop));
        loop.register(channel).addListener(registered -> {
            if (registered.isSuccess()) {
                channels.listening(channel);
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
        calls.peers()
                .of(connection)
                .filter(peer -> hasRoom(peer, connection))
                .ifPresentOrElse(
                        peer -> serve(connection, peer, context.channel().eventLoop()),
                        () -> connection.unsafe().closeForcibly());
    }

    private boolean hasRoom(Peer peer, Channel connection) {
        Source known = Source.of(peer);
        Source source = channels.hasFew(known) ? known : Source.ofOwner(peer);
        Optional<String> refusal = channels.opened(connection, source);
        refusal.ifPresent(reason -> closed.warn("connection of " + peer + " closed: " + reason));
        return refusal.isEmpty();
    }

    private void serve(Channel connection, Peer peer, EventLoop loop) {
        prepare(connection);
        RecordReader records = new RecordReader(Limits.RECORD);
        PlainReplies plain = new PlainReplies(calls.dispatcher(), peer, place);
        connection
                .pipeline()
                .addLast(new UnreadReplies(Limits.UNREAD_REPLY))
                .addLast(new PeerProgress(connection, records, channels, Limits.HALF_SENT_RECORD))
                .addLast(new StreamConnection(peer, calls.dispatcher(), records, plain, turns));
        loop.register(connection);
    }

    /** Accepting fails when descriptors run out; those who are connected are served all the same. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        resting.warn("accepting connections rests for " + Limits.ACCEPT_PAUSE + ": " + cause);
        context.channel().config().setAutoRead(false);
        context.channel()
                .eventLoop()
                .schedule(
                        () -> context.channel().config().setAutoRead(true),
                        Limits.ACCEPT_PAUSE.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static void prepare(Channel connection) {
        connection.config().setWriteBufferWaterMark(UNSENT);
        connection.config().setRecvByteBufAllocator(ONE_READ);
    }
}
