package org.portmapper.rpc.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;

/**
 * Calls over UDP, RFC 5531 section 10: one datagram each, sent again until the reply arrives or the deadline passes.
 *
 * <p>At most 128 calls are on the wire at a time. The socket is connected: only the server's datagrams are received, and a port that nobody listens on is known at once.
 */
public final class UdpTransport implements RpcTransport {
    /** Most bytes of a call: the payload of the largest IPv4 datagram. */
    public static final int CALL_LIMIT = 65_507;

    /**
     * Most calls on the wire at a time. A receive buffer of Linux's usual 212,992 bytes holds fewer than 280 small datagrams,
     * here and at the server; what comes on top of that is lost, and waits for its repetition.
     */
    static final int WINDOW = 128;

    /**
     * When a call is sent for the second time; each further time after twice as long. A portmapper answers within
     * milliseconds, so half a second is a lost datagram and not a slow server, on all but satellite links.
     */
    static final Duration FIRST_RETRANSMISSION = Duration.ofMillis(500);

    /** Room for the largest datagram that UDP's length field can announce. */
    private static final int DATAGRAM_LIMIT = 65_535;

    private final Channel channel;
    private final PendingCalls pending;
    private final CallChannel calls;

    /** Calls over a channel that is or will be connected, by a clock of nanoseconds. */
    UdpTransport(Channel channel, LongSupplier clock) {
        this.channel = channel;
        this.pending = new PendingCalls(CALL_LIMIT, WINDOW, clock);
        this.calls = new CallChannel(channel, pending, call -> transmit(call, FIRST_RETRANSMISSION));
    }

    /** A transport to a resolved address, on the library's own thread. */
    public static UdpTransport open(InetSocketAddress remote) throws TransportException {
        return open(ClientEventLoops.shared(), NioDatagramChannel::new, remote);
    }

    /**
     * A transport to a resolved address on a given event loop, by a channel that this loop can serve; it does not block.
     *
     * @throws TransportException if there can be no further socket
     */
    public static UdpTransport open(
            EventLoopGroup group, ChannelFactory<? extends DatagramChannel> channels, InetSocketAddress remote)
            throws TransportException {
        UdpTransport transport = new UdpTransport(newChannel(channels), System::nanoTime);
        transport.channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(DATAGRAM_LIMIT));
        transport.calls.connect(group, transport.new DatagramReader(), remote);
        return transport;
    }

    private static DatagramChannel newChannel(ChannelFactory<? extends DatagramChannel> channels)
            throws TransportException {
        try {
            return channels.newChannel();
        } catch (ChannelException e) {
            throw TransportException.of(Reason.UNREACHABLE, e);
        }
    }

    private void transmit(PendingCall call, Duration pause) {
        if (call.isDone()) {
            return;
        }
        // A socket that takes no more gets the next repetition, not a queue of them.
        if (channel.isWritable()) {
            write(call);
        }
        Runnable again = () -> {
            transmit(call, pause.multipliedBy(2));
            channel.flush();
        };
        call.cancelAtEnd(channel.eventLoop().schedule(again, pause.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void write(PendingCall call) {
        channel.write(Unpooled.wrappedBuffer(call.call().toBuffer())).addListener(sent -> {
            if (!sent.isSuccess()) {
                calls.fail(call, TransportException.of(Reason.UNREACHABLE, sent.cause()));
            }
        });
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

    /** Passes the payload of each datagram on. */
    private final class DatagramReader extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
            // The buffer is released when this returns; until then the message has been read and copied.
            ByteBuffer message = datagram.content().nioBuffer();
            context.fireChannelRead(message);
        }

        /**
         * ICMP said that the datagrams do not get through; the socket itself is as good as before. That goes for the calls
         * that wait to be sent as well: a host may say it once a second, and no more.
         */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            calls.failAll(() -> TransportException.of(Reason.UNREACHABLE, cause));
        }
    }
}
