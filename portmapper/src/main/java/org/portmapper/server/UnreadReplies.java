package org.portmapper.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the connection of a peer that leaves a reply unread for too long. Nearly all replies leave at once, so there is a timer only
 * while one waits: netty's own handler for this has one for each reply.
 */
final class UnreadReplies extends ChannelOutboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(UnreadReplies.class);

    private final Duration patience;
    private Optional<ScheduledFuture<?>> timer = Optional.empty();
    private long written;
    private long flushed;

    /** @param patience how long what waits to be sent may wait */
    UnreadReplies(Duration patience) {
        this.patience = patience;
    }

    @Override
    public void write(ChannelHandlerContext context, Object reply, ChannelPromise promise) {
        written++;
        context.write(reply, promise);
    }

    @Override
    public void flush(ChannelHandlerContext context) {
        flushed = written;
        context.flush();
        if (timer.isEmpty() && waiting(context) > 0) {
            startTimer(context);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        timer.ifPresent(running -> running.cancel(false));
        timer = Optional.empty();
    }

    /** Writes that the kernel has not taken. */
    private static int waiting(ChannelHandlerContext context) {
        ChannelOutboundBuffer unsent = context.channel().unsafe().outboundBuffer();
        return unsent == null ? 0 : unsent.size();
    }

    private void startTimer(ChannelHandlerContext context) {
        long last = flushed;
        timer = Optional.of(
                context.executor().schedule(() -> expired(context, last), patience.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** @param last the number of the last write that waited when the timer was started */
    private void expired(ChannelHandlerContext context, long last) {
        timer = Optional.empty();
        int waiting = waiting(context);
        if (flushed - waiting < last) {
            log.debug("connection {} closed: a reply has not been read for {}", context.channel(), patience);
            context.close();
        } else if (waiting > 0) {
            startTimer(context);
        }
    }
}
