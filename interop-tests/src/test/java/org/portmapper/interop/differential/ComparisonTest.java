package org.portmapper.interop.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.portmapper.interop.differential.Difference.Extent;
import org.portmapper.rpc.xdr.Opaque;

/** What the differential suite complains about, and what it does not. */
class ComparisonTest {
    private static final Outcome YES = Outcome.of(Replies.bool(true));
    private static final Outcome NO = Outcome.of(Replies.bool(false));

    private static Step step(Optional<Difference> difference) {
        Opaque call = Messages.call(4, 1, Opaque.EMPTY);
        return new Step("a step", Caller.UDP, List.of(call), Step.Ending.NULL_BEHIND, Step.LeftOut.NOTHING, difference);
    }

    private static Optional<String> complaint(Optional<Difference> difference, Outcome rpcbind, Outcome ours) {
        return new Comparison(step(difference), rpcbind, ours).complaint();
    }

    @Test
    void equalOutcomesAreFine() {
        assertThat(complaint(Optional.empty(), YES, YES)).isEmpty();
        assertThat(complaint(Optional.empty(), Outcome.SILENCE, Outcome.SILENCE))
                .isEmpty();
    }

    @Test
    void anUnlistedDifferenceIsNamedWithBothReplies() {
        assertThat(complaint(Optional.empty(), YES, NO).orElseThrow())
                .contains("not listed", "rpcbind: TRUE = 11223344", "ours:    FALSE = 11223344");
        assertThat(complaint(Optional.empty(), Outcome.SILENCE, Outcome.CLOSED)).isPresent();
        assertThat(complaint(Optional.empty(), YES, YES.thenClosed())).isPresent();
    }

    @Test
    void aListedDifferenceIsFineAsLongAsOursAnswersWhatItSays() {
        Optional<Difference> listed = Optional.of(new Difference("D99", NO, Extent.HERE));
        assertThat(complaint(listed, YES, NO)).isEmpty();
        assertThat(complaint(listed, YES, Outcome.SILENCE).orElseThrow()).contains("another difference than D99");
    }

    @Test
    void aListedDifferenceThatNoLongerOccursIsNamed() {
        Optional<Difference> listed = Optional.of(new Difference("D99", NO, Extent.HERE));
        assertThat(complaint(listed, NO, NO).orElseThrow()).contains("no difference, though D99 is listed");
    }

    @Test
    void aRowOfATableMayBeAlikeButOursMustAnswerWhatTheRuleSays() {
        Optional<Difference> rule = Optional.of(new Difference("D99", NO, Extent.SOMEWHERE));
        assertThat(complaint(rule, NO, NO)).isEmpty();
        assertThat(complaint(rule, YES, NO)).isEmpty();
        assertThat(complaint(rule, YES, YES).orElseThrow()).contains("another difference than D99");
    }

    @Test
    void anOutcomeIsReadBackAsItWasWritten() {
        Outcome elsewhere = new Outcome(List.of(new Outcome.Reply(Opaque.ofHex("01"), true)), Outcome.End.CLOSED);
        for (Outcome outcome : List.of(YES, Outcome.SILENCE, Outcome.CLOSED, YES.thenClosed(), elsewhere)) {
            assertThat(Outcome.parse(outcome.toString())).isEqualTo(outcome);
        }
    }
}
