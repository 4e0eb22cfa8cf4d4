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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;

/**
 * One channel with the calls that wait on it: what datagrams and streams have in common.
 *
 * <p>It is the last handler of the channel's pipeline and receives whole messages. A call that cannot be transmitted yet,
 * because the channel is not connected, its peer does not read, or the window is full, waits outside the channel: what has
 * ended meanwhile is never written. Calls come and go on any thread; the channel and the timer are touched on its event
 * loop only, in {@link #proceed}.
 */
final class CallChannel extends ChannelInboundHandlerAdapter {
    private static final String LOOP_ENDED = "the event loop was shut down";

    private final Channel channel;
    private final PendingCalls pending;
    private final Consumer<PendingCall> transmitter;
    /** Done when no further call can be sent; makes the failure that ends every call from then on. */
    private final CompletableFuture<Supplier<TransportException>> ended = new CompletableFuture<>();
    /** Whether the loop is about to look at the calls. */
    private final AtomicBoolean woken = new AtomicBoolean();

    private final DeadlineTimer timer;

    CallChannel(Channel channel, PendingCalls pending, Consumer<PendingCall> transmitter) {
        this.channel = channel;
        this.pending = pending;
        this.transmitter = transmitter;
        this.timer = new DeadlineTimer(channel, this::deadlinePassed);
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
                notConnected(done.cause());
            }
        });
    }

    private void notConnected(Throwable cause) {
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
            added = pending.add(call, deadline);
        } catch (TransportException e) {
            return CompletableFuture.failedFuture(e);
        }
        // Not whenComplete, which makes an exception with a stack trace for the failure that it hands on.
        var unused = added.reply().handle((reply, failure) -> leave(added));
        wake();
        return added.reply();
    }

    /** Whether the call is only leaving now: the program has ended it, by a cancellation mostly. */
    private boolean leave(PendingCall call) {
        boolean leaving = pending.remove(call);
        if (leaving) {
            wake();
        }
        return leaving;
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

    /** Has the loop look at the calls soon: by one task, however often and from wherever it is asked for. */
    private void wake() {
        if (ended.isDone()) {
            pending.failAll(ended.join());
        } else if (woken.compareAndSet(false, true)) {
            try {
                channel.eventLoop().execute(this::proceed);
            } catch (RejectedExecutionException e) {
                loopEnded();
            }
        }
    }

    /** Does what has become possible by what was sent, received or given up. On the event loop only. */
    private void proceed() {
        woken.set(false);
        transmitWaiting();
        timer.set(pending.firstDeadline());
    }

    private void transmitWaiting() {
        boolean any = false;
        while (channel.isActive() && channel.isWritable()) {
            Optional<PendingCall> next = pending.toTransmit();
            if (next.isEmpty()) {
                break;
            }
            next.get().beginTransmission();
            transmitter.accept(next.get());
            any = true;
        }
        if (any) {
            channel.flush();
        }
    }

    private void deadlinePassed() {
        for (PendingCall call : pending.late()) {
            pending.fail(call, new TransportException(Reason.TIMED_OUT, missing(call)));
        }
        proceed();
    }

    private String missing(PendingCall call) {
        String within = " within " + call.deadline().toMillis() + " ms";
        if (call.isTransmitted()) {
            return "no reply" + within;
        }
        if (!channel.isActive()) {
            return "no connection" + within;
        }
        String why = channel.isWritable() ? call.callsBefore() + " calls before it" : "the peer reads no more";
        return "not sent" + within + ": " + why;
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

    boolean hasEnded() {
        return ended.isDone();
    }

    /** The first reason counts. It is noted before the calls are ended, so that no call slips in between and waits. */
    private void end(Supplier<TransportException> failure) {
        ended.complete(failure);
        pending.failAll(ended.join());
        var unused = channel.close();
    }

    /** Ends one call. */
    void fail(PendingCall call, TransportException failure) {
        pending.fail(call, failure);
        wake();
    }

    /** Ends the calls that wait now, and no later ones. */
    void failAll(Supplier<TransportException> failure) {
        pending.failAll(failure);
        wake();
    }

    private void closed() {
        timer.set(OptionalLong.empty());
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
    public void channelReadComplete(ChannelHandlerContext context) {
        proceed();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        transmitWaiting();
    }
}
