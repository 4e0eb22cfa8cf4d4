package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reply that its peer does not read ends the connection when its time is over. The test holds the clock. */
class UnreadRepliesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private int read = Integer.MAX_VALUE;
    private final EmbeddedChannel connection = new EmbeddedChannel() {
        @Override
        protected void doWrite(ChannelOutboundBuffer unsent) {
            while (read > 0 && unsent.size() > 0) {
                read--;
                unsent.remove();
            }
        }
    };

    @BeforeEach
    void connect() {
        connection.freezeTime();
        connection.pipeline().addLast(new UnreadReplies(PATIENCE));
    }

    @AfterEach
    void release() {
        connection.finishAndReleaseAll();
    }

    private void reply() {
        write();
        connection.pipeline().flush();
    }

    private void write() {
        var _ = connection.pipeline().write(Unpooled.buffer(4).writeInt(7));
    }

    private void peerReads(int replies) {
        read = replies;
        connection.unsafe().flush();
    }

    private void pass(Duration time) {
        connection.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        connection.runScheduledPendingTasks();
    }

    @Test
    void repliesThatAreReadAtOnceNeedNoTimer() {
        reply();
        reply();
        assertThat(connection.runScheduledPendingTasks())
                .as("delay of the next task")
                .isEqualTo(-1);
        pass(PATIENCE.multipliedBy(2));
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void unreadReplyEndsTheConnectionAfterItsTime() {
        read = 0;
        reply();
        pass(PATIENCE.minusNanos(1));
        assertThat(connection.isOpen()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whoReadsWhatWaitedMayLeaveLaterRepliesForAsLong() {
        read = 0;
        write();
        reply();
        peerReads(1);
        pass(PATIENCE.dividedBy(2));
        reply();
        peerReads(1);
        pass(PATIENCE.dividedBy(2));
        assertThat(connection.isOpen()).as("the two that waited are read").isTrue();
        pass(PATIENCE);
        assertThat(connection.isOpen()).as("the third is not").isFalse();
    }

    @Test
    void whoReadsOnlySomeOfWhatWaitedIsTooSlow() {
        read = 0;
        write();
        reply();
        peerReads(1);
        pass(PATIENCE);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void closedConnectionHasNoTimer() {
        read = 0;
        reply();
        connection.close();
        connection.runPendingTasks();
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(-1);
    }
}
