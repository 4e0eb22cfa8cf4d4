package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.transport.RecordException;
import org.portmapper.rpc.transport.RecordReader;
import org.portmapper.server.OpenChannels.WhenFull;

/** A record that does not go on ends its connection; silence between records does not. The test holds the clock. */
final class PeerProgressTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RecordReader records = new RecordReader(Limits.RECORD);
    private final OpenChannels channels = new OpenChannels(10, 10, WhenFull.CLOSE_THE_SILENT);
    private final EmbeddedChannel connection = new EmbeddedChannel();

    /** Takes all records, and answers none. */
    private final class Taker extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) throws RecordException {
            records.add((ByteBuf) bytes);
            boolean more;
            do {
                more = records.next().isPresent();
            } while (more);
        }
    }

    @BeforeEach
    void connect() {
        connection.freezeTime();
        connection.pipeline().addLast(new PeerProgress(connection, records, channels, PATIENCE), new Taker());
    }

    @AfterEach
    void release() {
        connection.finishAndReleaseAll();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "nothing,                       '',                     true",
        "part of a header,              800000,                 false",
        "a header,                      80000004,               false",
        "part of a fragment,            80000004aabb,           false",
        "a fragment that is not last,   00000002aabb,           false",
        "an empty one that is not last, 00000000,               false",
        "a record,                      80000002aabb,           true",
        "a record and a byte,           80000002aabb80,         false",
    })
    void onlyAHalfSentRecordEndsAConnectionWhenItsTimeIsOver(String what, String sent, boolean stays) {
        send(sent);
        pass(PATIENCE.minusNanos(1));
        assertThat(connection.isOpen()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(connection.isOpen()).as(what).isEqualTo(stays);
        pass(Duration.ofDays(1));
        assertThat(connection.isOpen()).isEqualTo(stays);
    }

    @Test
    void eachByteIsProgress() {
        send("80000004");
        for (int i = 0; i < 3; i++) {
            pass(PATIENCE.minusNanos(1));
            send("aa");
        }
        assertThat(connection.isOpen()).isTrue();
        pass(PATIENCE);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aRecordThatIsCompletedInTimeIsForgotten() {
        send("80000002aa");
        pass(PATIENCE.minusNanos(1));
        send("aa");
        pass(Duration.ofDays(1));
        assertThat(connection.isOpen()).isTrue();
        send("80000002aa");
        pass(PATIENCE);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whileNothingIsReadThePeerIsNotToBlame() {
        send("80000004");
        connection.config().setAutoRead(false);
        pass(PATIENCE.multipliedBy(3));
        assertThat(connection.isOpen()).isTrue();
        connection.config().setAutoRead(true);
        pass(PATIENCE);
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void whoSendsIsNotTheOneThatMakesRoom() {
        EmbeddedChannel other = new EmbeddedChannel();
        OpenChannels two = new OpenChannels(2, 10, WhenFull.CLOSE_THE_SILENT);
        EmbeddedChannel sending = new EmbeddedChannel();
        sending.pipeline().addLast(new PeerProgress(sending, records, two, PATIENCE), new Taker());
        assertThat(two.opened(sending, new Source.User(1))).isEmpty();
        assertThat(two.opened(other, new Source.User(1))).isEmpty();
        sending.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex("80000002aabb")));

        assertThat(two.opened(connection, new Source.User(1))).isEmpty();
        assertThat(sending.isOpen()).isTrue();
        assertThat(other.isOpen()).isFalse();
        sending.finishAndReleaseAll();
    }

    private void send(String hex) {
        if (!hex.isEmpty()) {
            connection.writeInbound(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
        }
    }

    private void pass(Duration time) {
        connection.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        connection.runScheduledPendingTasks();
    }
}
