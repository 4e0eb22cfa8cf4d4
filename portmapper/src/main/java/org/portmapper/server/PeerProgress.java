package org.portmapper.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.portmapper.rpc.transport.RecordReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches whether the peer of one connection goes on: closes it when a record that has begun does not, and counts what is held for
 * it. Between two records a peer may say nothing for as long as it likes.
 */
final class PeerProgress extends ChannelInboundHandlerAdapter implements HeldBytes.Holder {
    private static final Logger log = LoggerFactory.getLogger(PeerProgress.class);

    private final RecordReader records;
    private final Channel connection;
    private final OpenChannels channels;
    private final HeldBytes held;
    private final Duration patience;
    private long lastBytes;
    private Optional<ScheduledFuture<?>> timer = Optional.empty();

    /**
     * Watches a connection.
     *
     * @param records where the bytes of the connection go
     * @param channels where it is counted, and what all of these hold
     * @param patience how long a record may stand half-sent
     */
    PeerProgress(Channel connection, RecordReader records, OpenChannels channels, Duration patience) {
        this.connection = connection;
        this.records = records;
        this.channels = channels;
        this.held = channels.held();
        this.patience = patience;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        lastBytes = now(context);
        channels.active(context.channel());
        context.fireChannelRead(bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!records.isInsideRecord()) {
            stopTimer();
        } else if (timer.isEmpty()) {
            startTimer(context, patience.toNanos());
        }
        held.changed(this);
        context.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        held.changed(this);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopTimer();
        held.ended(this);
        context.fireChannelInactive();
    }

    @Override
    public long heldBytes() {
        ChannelOutboundBuffer unsent = connection.unsafe().outboundBuffer();
        return records.heldBytes() + (unsent == null ? 0 : unsent.totalPendingWriteBytes());
    }

    @Override
    public void close() {
        log.debug("connection {} closed: it has held memory for longest, and there is no more", connection);
        connection.close();
    }

    /** One timer for a half-sent record, however many bytes it comes in: it looks how long ago the last of them came. */
    private void startTimer(ChannelHandlerContext context, long nanos) {
        timer = Optional.of(context.executor().schedule(() -> expired(context), nanos, TimeUnit.NANOSECONDS));
    }

    private void stopTimer() {
        timer.ifPresent(running -> running.cancel(false));
        timer = Optional.empty();
    }

    private void expired(ChannelHandlerContext context) {
        timer = Optional.empty();
        // While we do not read, because replies wait to be sent, it is not the record that does not go on.
        long since = context.channel().config().isAutoRead() ? now(context) - lastBytes : 0;
        if (since >= patience.toNanos()) {
            log.debug("connection {} closed: half a record, and nothing more for {}", context.channel(), patience);
            context.close();
        } else if (records.isInsideRecord()) {
            startTimer(context, patience.toNanos() - since);
        }
    }

    private static long now(ChannelHandlerContext context) {
        return context.executor().ticker().nanoTime();
    }
}
