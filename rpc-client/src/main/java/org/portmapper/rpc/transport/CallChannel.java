package org.portmapper.rpc.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;

/**
 * One channel with the calls that wait on it: what datagrams and streams have in common.
 *
 * <p>It is the last handler of the channel's pipeline and receives whole messages. A call that cannot be transmitted yet,
 * because the channel is not connected or its peer does not read, waits outside the channel: what has ended meanwhile is
 * never written.
 */
final class CallChannel extends ChannelInboundHandlerAdapter {
    private static final String LOOP_ENDED = "the event loop was shut down";

    private final Channel channel;
    private final PendingCalls pending;
    private final Consumer<PendingCall> transmitter;
    /** Makes the failure that ends every call from now on; empty as long as calls can be sent. */
    private final AtomicReference<@Nullable Supplier<TransportException>> ended = new AtomicReference<>();

    CallChannel(Channel channel, PendingCalls pending, Consumer<PendingCall> transmitter) {
        this.channel = channel;
        this.pending = pending;
        this.transmitter = transmitter;
    }

    /** Puts the channel on a loop of the group and connects it; the calls that are sent meanwhile wait for that. */
    void connect(EventLoopGroup group, ChannelHandler messageReader, SocketAddress remote) {
        channel.pipeline().addLast(messageReader, this);
        whenDone(group.register(channel), () -> whenDone(channel.connect(remote), this::transmitWaiting));
    }

    private void whenDone(ChannelFuture step, Runnable next) {
        step.addListener(done -> {
            if (done.isSuccess()) {
                next.run();
            } else {
                fail(done.cause());
            }
        });
    }

    private void fail(Throwable cause) {
        if (cause instanceof ClosedChannelException) {
            // Whoever else closed it has said so before; the first reason counts.
            end(() -> new TransportException(Reason.CLOSED, LOOP_ENDED));
        } else {
            end(Reason.UNREACHABLE, cause);
        }
    }

    CompletableFuture<RpcReply> send(RpcCall call, Duration deadline) {
        requireDeadline(deadline);
        PendingCall added;
        try {
            added = pending.add(call);
        } catch (TransportException e) {
            return CompletableFuture.failedFuture(e);
        }
        try {
            limit(added, deadline);
            channel.eventLoop().execute(() -> begin(added));
        } catch (RejectedExecutionException e) {
            loopEnded(added);
        }
        return added.reply();
    }

    private void limit(PendingCall call, Duration deadline) {
        Runnable timeOut = () -> timeOut(call, deadline);
        ScheduledFuture<?> timer = channel.eventLoop().schedule(timeOut, deadline.toNanos(), TimeUnit.NANOSECONDS);
        call.cancelAtEnd(timer);
        timer.addListener(ended -> {
            // A loop that is shut down cancels its timers, and then nothing else would end a call that still waits.
            if (ended.isCancelled()) {
                loopEnded(call);
            }
        });
    }

    private void loopEnded(PendingCall call) {
        pending.fail(call, new TransportException(Reason.CLOSED, LOOP_ENDED));
    }

    private static void requireDeadline(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(RpcTransport.DEADLINE_LIMIT) > 0) {
            throw new IllegalArgumentException(
                    "deadline: " + deadline + " (expected: more than 0, at most " + RpcTransport.DEADLINE_LIMIT + ")");
        }
    }

    private void timeOut(PendingCall call, Duration deadline) {
        String missing = channel.isActive() ? "no reply within " : "no connection within ";
        pending.fail(call, new TransportException(Reason.TIMED_OUT, missing + deadline.toMillis() + " ms"));
    }

    private void begin(PendingCall call) {
        Supplier<TransportException> failure = ended.get();
        if (failure != null) {
            pending.fail(call, failure.get());
        } else {
            transmit(call);
        }
    }

    private void transmit(PendingCall call) {
        if (channel.isActive() && channel.isWritable() && call.beginTransmission()) {
            transmitter.accept(call);
        }
    }

    private void transmitWaiting() {
        pending.all().forEach(this::transmit);
    }

    void close() {
        end(() -> new TransportException(Reason.CLOSED, "closed by this program"));
    }

    void end(Reason reason, Throwable cause) {
        end(() -> TransportException.of(reason, cause));
    }

    /** The first reason counts. It is noted before the calls are ended, so that no call slips in between and waits. */
    private void end(Supplier<TransportException> failure) {
        ended.compareAndSet(null, failure);
        pending.failAll(failure);
        var unused = channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        pending.receive((ByteBuffer) message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        transmitWaiting();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(() -> new TransportException(Reason.CLOSED, "the peer closed the connection"));
    }
}
