package org.portmapper.rpc.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    /** Done when no further call can be sent; makes the failure that ends every call from then on. */
    private final CompletableFuture<Supplier<TransportException>> ended = new CompletableFuture<>();

    CallChannel(Channel channel, PendingCalls pending, Consumer<PendingCall> transmitter) {
        this.channel = channel;
        this.pending = pending;
        this.transmitter = transmitter;
        // Not channelInactive, which a loop that is being shut down tells nobody.
        channel.closeFuture().addListener(closed -> closed());
    }

    /** Puts the channel on a loop of the group and connects it; the calls that are sent meanwhile wait for that. */
    void connect(EventLoopGroup group, ChannelHandler messageReader, SocketAddress remote) {
        channel.pipeline().addLast(messageReader, this);
        whenDone(group.register(channel), () -> connect(remote));
        endWithLoop();
    }

    private void connect(SocketAddress remote) {
        ChannelPromise connected = channel.newPromise();
        // Before the connecting, which may fail and close the channel at once: the cause has to come first.
        whenDone(connected, this::transmitWaiting);
        var unused = channel.connect(remote, connected);
    }

    /** Needed where the loop is shut down before it has looked at the channel: then netty forgets to close it. */
    private void endWithLoop() {
        Future<?> loopEnd = channel.eventLoop().terminationFuture();
        FutureListener<Object> listener = terminated -> loopEnded();
        loopEnd.addListener(listener);
        channel.closeFuture().addListener(closed -> loopEnd.removeListener(listener));
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
        if (cause instanceof ClosedChannelException || cause instanceof RejectedExecutionException) {
            // Whoever else closed it has said so before; the first reason counts.
            loopEnded();
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
            Runnable timeOut = () -> timeOut(added, deadline);
            added.cancelAtEnd(channel.eventLoop().schedule(timeOut, deadline.toNanos(), TimeUnit.NANOSECONDS));
            channel.eventLoop().execute(() -> begin(added));
        } catch (RejectedExecutionException e) {
            loopEnded();
        }
        return added.reply();
    }

    private void loopEnded() {
        end(() -> new TransportException(Reason.CLOSED, LOOP_ENDED));
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
        if (ended.isDone()) {
            pending.fail(call, ended.join().get());
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

    /** A future of the caller's own, see {@link RpcTransport#ended}. */
    CompletableFuture<TransportException> ended() {
        return ended.thenApply(Supplier::get);
    }

    /** The first reason counts. It is noted before the calls are ended, so that no call slips in between and waits. */
    private void end(Supplier<TransportException> failure) {
        ended.complete(failure);
        pending.failAll(ended.join());
        var unused = channel.close();
    }

    private void closed() {
        if (channel.eventLoop().isShuttingDown()) {
            loopEnded();
        } else {
            end(() -> new TransportException(Reason.CLOSED, "the peer closed the connection"));
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        pending.receive((ByteBuffer) message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        transmitWaiting();
    }
}
