package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.portmapper.server.OpenChannels.WhenFull;

/** How many connections there may be, at the limit and one over: in total, of one source, and of root. */
final class OpenChannelsTest {
    private static final Source ROOT = new Source.User(0);
    private static final Source ONE = new Source.User(1000);
    private static final Source OTHER = new Source.Host(0x0a000001);

    private final List<EmbeddedChannel> all = new ArrayList<>();

    @AfterEach
    void release() {
        all.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void ofOneSourceThereAreAsManyAsItsLimitAndNoMore() {
        OpenChannels channels = new OpenChannels(100, 2, WhenFull.CLOSE_THE_SILENT);
        Channel first = opened(channels, ONE);
        opened(channels, ONE);
        assertThat(channels.opened(channel(), ONE))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .isEqualTo("uid 1000 has 2 already, which is the limit of connections-per-source"));
        opened(channels, OTHER);

        first.close();
        opened(channels, ONE);
        assertThat(channels.opened(channel(), ONE)).isPresent();
    }

    @Test
    void rootIsNotCountedAsASource() {
        OpenChannels channels = new OpenChannels(100, 2, WhenFull.KEEP_ALL);
        IntStream.range(0, 100).forEach(i -> opened(channels, ROOT));
        assertThat(channels.opened(channel(), ONE)).hasValue("100 are open, which is the limit");
    }

    @Test
    void overTheTotalWhoHasBeenSilentForLongestIsClosed() {
        OpenChannels channels = new OpenChannels(3, 100, WhenFull.CLOSE_THE_SILENT);
        Channel first = opened(channels, ONE);
        Channel second = opened(channels, ONE);
        Channel third = opened(channels, OTHER);
        channels.active(first);

        Channel fourth = opened(channels, OTHER);
        assertThat(List.of(first.isOpen(), second.isOpen(), third.isOpen(), fourth.isOpen()))
                .containsExactly(true, false, true, true);
        opened(channels, ROOT);
        assertThat(third.isOpen()).isFalse();
        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void atTheEndThoseAreHeardWhoWereJustAcceptedAndNoMoreAreAccepted() {
        OpenChannels channels = new OpenChannels(3, 100, WhenFull.KEEP_ALL);
        EmbeddedChannel listening = channel();
        channels.listening(listening);
        Channel first = opened(channels, ONE);
        Channel second = opened(channels, ONE);
        channels.active(first);

        CompletableFuture<Void> allHeard = channels.stopAccepting();
        assertThat(listening.isOpen()).isFalse();
        assertThat(first.isOpen()).isTrue();
        assertThat(allHeard).isNotDone();
        channels.active(second);
        assertThat(allHeard).isDone();
    }

    @Test
    void atTheEndNobodyWaitsForOneThatGoesAwayNorForNobody() {
        OpenChannels channels = new OpenChannels(3, 100, WhenFull.KEEP_ALL);
        Channel only = opened(channels, ONE);
        CompletableFuture<Void> allHeard = channels.stopAccepting();
        only.close();
        assertThat(allHeard).isDone();
        assertThat(new OpenChannels(3, 100, WhenFull.KEEP_ALL).stopAccepting()).isDone();
    }

    @Test
    void whoHasMadeRoomIsNoLongerCounted() {
        OpenChannels channels = new OpenChannels(2, 2, WhenFull.CLOSE_THE_SILENT);
        opened(channels, ONE);
        opened(channels, ONE);
        opened(channels, OTHER);
        opened(channels, OTHER);
        opened(channels, ONE);
        opened(channels, ONE);
    }

    @Test
    void whereAllAreKeptOnlyRootHasRoomOverTheTotal() {
        OpenChannels channels = new OpenChannels(2, 100, WhenFull.KEEP_ALL);
        Channel first = opened(channels, ONE);
        opened(channels, OTHER);
        assertThat(channels.opened(channel(), ONE)).hasValue("2 are open, which is the limit");
        IntStream.range(0, Limits.SUPERUSER_CONNECTIONS).forEach(i -> opened(channels, ROOT));
        assertThat(channels.opened(channel(), ROOT)).isPresent();
        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void allAreClosedAtTheEnd() {
        OpenChannels channels = new OpenChannels(10, 10, WhenFull.KEEP_ALL);
        EmbeddedChannel listening = channel();
        channels.listening(listening);
        Channel connection = opened(channels, ONE);
        channels.close();
        assertThat(listening.isOpen()).isFalse();
        assertThat(connection.isOpen()).isFalse();
    }

    private Channel opened(OpenChannels channels, Source source) {
        Channel channel = channel();
        assertThat(channels.opened(channel, source)).isEmpty();
        return channel;
    }

    private EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        all.add(channel);
        return channel;
    }
}
