package org.portmapper.rpc.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;

/**
 * Calls over one connection, TCP or a local socket, with record marking: RFC 5531 section 11.
 *
 * <p>Calls are sent when the connection stands, and at most 1,024 are on the wire at a time; when the connection ends, all calls end with it, and the transport is used up.
 */
public final class StreamTransport implements RpcTransport {
    /**
     * Most bytes of a record, so of a reply where its caller sets no other limit: a million bindings of about 60 bytes;
     * memory is taken only as they arrive.
     */
    public static final int RECORD_LIMIT = 64 << 20;

    /**
     * Most calls on the wire at a time: as many as a server may have to answer for one connection, and enough to keep the
     * line busy. The others wait here, where giving them up costs nothing.
     */
    static final int WINDOW = 1024;

    /** How long the connection may take to stand, in milliseconds: Linux sends four SYNs in that time. */
    private static final int CONNECT_TIMEOUT = 10_000;

    private final Channel channel;
    private final RecordWriter writer = new RecordWriter(RecordWriter.FRAGMENT_SIZE);
    private final PendingCalls pending = new PendingCalls(RECORD_LIMIT, WINDOW, System::nanoTime);
    private final CallChannel calls;

    private StreamTransport(Channel channel) {
        this.channel = channel;
        this.calls = new CallChannel(channel, pending, this::transmit);
    }

    /** A transport over TCP to a resolved address, on the library's own thread. */
    public static StreamTransport openTcp(InetSocketAddress remote) throws TransportException {
        return openTcp(remote, RECORD_LIMIT);
    }

    /** As {@link #openTcp(InetSocketAddress)}, with a limit for the bytes of a reply; a longer one ends the connection. */
    static StreamTransport openTcp(InetSocketAddress remote, int replyLimit) throws TransportException {
        return open(ClientEventLoops.shared(), NioSocketChannel::new, remote, replyLimit);
    }

    /** A transport over the local socket with this path, on the library's own thread. */
    public static StreamTransport openLocal(Path path) throws TransportException {
        return openLocal(path, RECORD_LIMIT);
    }

    /** As {@link #openLocal(Path)}, with a limit for the bytes of a reply; a longer one ends the connection. */
    static StreamTransport openLocal(Path path, int replyLimit) throws TransportException {
        return open(
                ClientEventLoops.shared(), NioDomainSocketChannel::new, UnixDomainSocketAddress.of(path), replyLimit);
    }

    /**
     * A transport on a given event loop, by a channel that this loop can serve; it does not block.
     *
     * @param replyLimit most bytes of a reply, at least 1; a longer one ends the connection
     * @throws TransportException if there can be no further socket
     */
    public static StreamTransport open(
            EventLoopGroup group, ChannelFactory<? extends Channel> channels, SocketAddress remote, int replyLimit)
            throws TransportException {
        RecordReader replies = new RecordReader(replyLimit);
        StreamTransport transport = new StreamTransport(newChannel(channels));
        transport.channel.config().setConnectTimeoutMillis(CONNECT_TIMEOUT);
        transport.calls.connect(group, transport.new StreamReader(replies), remote);
        return transport;
    }

    private static Channel newChannel(ChannelFactory<? extends Channel> channels) throws TransportException {
        try {
            return channels.newChannel();
        } catch (ChannelException e) {
            throw TransportException.of(Reason.UNREACHABLE, e);
        }
    }

    private void transmit(PendingCall call) {
        channel.write(writer.write(call.call().toBuffer(), channel.alloc()))
                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public int nextXid() {
        return pending.nextXid();
    }

    @Override
    public CompletableFuture<RpcReply> send(RpcCall call, Duration deadline) {
        return calls.send(call, deadline);
    }

    @Override
    public CompletableFuture<TransportException> ended() {
        return calls.ended();
    }

    @Override
    public boolean hasEnded() {
        return calls.hasEnded();
    }

    /** Calls that have not ended. */
    int waitingCalls() {
        return pending.size();
    }

    @Override
    public long droppedReplies() {
        return pending.dropped();
    }

    @Override
    public void close() {
        calls.close();
    }

    /** Passes each record on. */
    private final class StreamReader extends ChannelInboundHandlerAdapter {
        private final RecordReader records;

        StreamReader(RecordReader records) {
            this.records = records;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) throws RecordException {
            records.add((ByteBuf) bytes);
            Optional<ByteBuffer> record = records.next();
            while (record.isPresent()) {
                context.fireChannelRead(record.get());
                record = records.next();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            calls.end(Reason.CLOSED, cause);
        }
    }
}
