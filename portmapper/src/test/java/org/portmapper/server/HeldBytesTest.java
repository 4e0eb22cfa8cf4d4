package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The room that all connections share, at its limit and one byte over. */
final class HeldBytesTest {
    private final HeldBytes room = new HeldBytes(100);
    private final List<Peer> closed = new ArrayList<>();

    /** A connection that holds what the test says. */
    private final class Peer implements HeldBytes.Holder {
        private long bytes;

        @Override
        public long heldBytes() {
            return bytes;
        }

        @Override
        public void close() {
            closed.add(this);
        }

        void holds(long now) {
            bytes = now;
            room.changed(this);
        }
    }

    private final Peer first = new Peer();
    private final Peer second = new Peer();
    private final Peer third = new Peer();

    @Test
    void atTheLimitAllStayAndOneByteOverTheLongestHolderGoes() {
        first.holds(40);
        second.holds(60);
        assertThat(closed).isEmpty();
        second.holds(61);
        assertThat(closed).containsExactly(first);
        third.holds(39);
        assertThat(closed).containsExactly(first);
    }

    @Test
    void asManyGoAsItTakes() {
        first.holds(10);
        second.holds(10);
        third.holds(95);
        assertThat(closed).containsExactly(first, second);
    }

    @Test
    void whoHoldsMoreThanAllRoomGoesItself() {
        first.holds(101);
        assertThat(closed).containsExactly(first);
        second.holds(100);
        assertThat(closed).containsExactly(first);
    }

    @Test
    void whoHeldNothingInBetweenHoldsSinceThen() {
        first.holds(50);
        second.holds(50);
        first.holds(0);
        first.holds(50);
        third.holds(1);
        assertThat(closed).containsExactly(second);
    }

    @Test
    void whatHasLeftWithoutAWordIsSeenBeforeAnybodyIsClosed() {
        first.holds(50);
        second.holds(50);
        first.bytes = 20;
        third.holds(30);
        assertThat(closed).isEmpty();
        first.bytes = 0;
        third.holds(50);
        assertThat(closed).isEmpty();
        third.holds(51);
        assertThat(closed).containsExactly(second);
    }

    @Test
    void whoHasEndedHoldsNothing() {
        first.holds(100);
        room.ended(first);
        second.holds(100);
        assertThat(closed).isEmpty();
    }
}
