package org.portmapper.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.portmapper.registry.Evidence;
import org.portmapper.rpc.rpcbind.AddressText;

/** What the kernel has just said is enough when there are too many look-ups to ask it for each, and not for long. */
class RecentProofsTest {
    private static final InetAddress HERE = AddressText.parse("127.0.0.1").orElseThrow();
    private static final InetAddress THERE = AddressText.parse("10.0.0.1").orElseThrow();

    private final Evidence.IpSockets sockets = new Evidence.IpSockets(7, List.of(1L));
    private final Evidence.IpSockets others = new Evidence.IpSockets(7, List.of(2L));
    private long now;
    private final RecentProofs proofs = new RecentProofs(() -> now);

    @BeforeEach
    void manyQuestions() {
        for (int i = 0; i < RecentProofs.QUESTIONS; i++) {
            assertThat(proofs.suffice(sockets, HERE)).as("question %d", i).isFalse();
            proofs.remember(sockets, HERE);
        }
    }

    @Test
    void afterManyQuestionsTheLastAnswerIsEnough() {
        assertThat(proofs.suffice(sockets, HERE)).isTrue();
    }

    @Test
    void otherSocketsAndOtherHostsAreAskedAfter() {
        assertThat(proofs.suffice(others, HERE)).isFalse();
        assertThat(proofs.suffice(sockets, THERE)).isFalse();
    }

    @Test
    void answerHoldsForItsTimeOnly() {
        now = RecentProofs.AGE.toNanos() - 1;
        assertThat(proofs.suffice(sockets, HERE)).isTrue();

        now = RecentProofs.AGE.toNanos();
        assertThat(proofs.suffice(sockets, HERE)).isFalse();
        proofs.remember(sockets, HERE);
        assertThat(proofs.suffice(sockets, HERE))
                .as("few questions in the new time")
                .isFalse();
    }

    @Test
    void whatWasSaidInAnEarlierTimeIsForgotten() {
        now = RecentProofs.AGE.toNanos();
        for (int i = 0; i < RecentProofs.QUESTIONS; i++) {
            assertThat(proofs.suffice(others, HERE)).isFalse();
            proofs.remember(others, HERE);
        }
        assertThat(proofs.suffice(others, HERE)).isTrue();
        assertThat(proofs.suffice(sockets, HERE)).as("said before").isFalse();
    }

    @Test
    void sameSocketsOfAnotherBindingShareTheAnswerOnlyAsTheSameObject() {
        assertThat(proofs.suffice(new Evidence.IpSockets(7, List.of(1L)), HERE)).isFalse();
    }
}
