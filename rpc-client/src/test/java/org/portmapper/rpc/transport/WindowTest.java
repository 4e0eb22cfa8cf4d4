package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.rpc.transport.Failures.assertFails;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;

/** How calls wait for a place on the wire, on a channel without a socket and with a clock that only the test moves. */
class WindowTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int WINDOW = 3;

    private final FrozenChannel channel = new FrozenChannel();
    private final PendingCalls pending = new PendingCalls(100, WINDOW, channel::nanoTime);
    private final List<Integer> transmitted = new ArrayList<>();
    private final CallChannel calls = new CallChannel(channel, pending, call -> transmitted.add(call.xid()));

    WindowTest() {
        channel.pipeline().addLast(calls);
    }

    private CompletableFuture<RpcReply> send(int xid, Duration deadline) {
        CompletableFuture<RpcReply> reply = calls.send(Calls.call(xid), deadline);
        channel.runPendingTasks();
        return reply;
    }

    /** Sends calls with the xids 1 to {@code count}, the call at index 0 being that with xid 1. */
    private List<CompletableFuture<RpcReply>> sendMany(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(xid -> send(xid, DEADLINE))
                .toList();
    }

    private void receiveReplyTo(int xid) {
        channel.writeInbound(Calls.reply(xid, 0).toBuffer());
    }

    @Test
    void callsOverTheWindowAreSentInTheirOrderWhenOthersAreAnswered() {
        sendMany(7);
        assertThat(transmitted).containsExactly(1, 2, 3);
        receiveReplyTo(2);
        assertThat(transmitted).containsExactly(1, 2, 3, 4);
        receiveReplyTo(1);
        receiveReplyTo(4);
        assertThat(transmitted).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void orderIsThatOfSendingWhateverTheXids() {
        for (int xid : new int[] {1, 2, 3, 9, -5, 4, 1 << 20, 0}) {
            send(xid, DEADLINE);
        }
        for (int xid : new int[] {1, 2, 3, 9, -5}) {
            receiveReplyTo(xid);
        }
        assertThat(transmitted).containsExactly(1, 2, 3, 9, -5, 4, 1 << 20, 0);
    }

    @Test
    void placeOnTheWireIsFreeWhenACallIsGivenUp() {
        List<CompletableFuture<RpcReply>> replies = sendMany(WINDOW);
        send(10, DEADLINE.plusSeconds(1));
        replies.get(0).cancel(false);
        channel.runPendingTasks();
        assertThat(transmitted).containsExactly(1, 2, 3, 10);
        send(11, DEADLINE.plusSeconds(1));
        send(12, DEADLINE.plusSeconds(1));
        channel.pass(DEADLINE);
        assertThat(transmitted).as("after the deadlines of 2 and 3").containsExactly(1, 2, 3, 10, 11, 12);
    }

    @Test
    void waitingCallThatIsGivenUpIsNeverSent() {
        List<CompletableFuture<RpcReply>> replies = sendMany(WINDOW + 3);
        replies.get(WINDOW).cancel(false);
        replies.get(WINDOW + 1).complete(Calls.reply(0, 0));
        assertThat(pending.size()).as("at once").isEqualTo(WINDOW + 1);
        receiveReplyTo(1);
        assertThat(transmitted).containsExactly(1, 2, 3, 6);
    }

    @Test
    void deadlineCountsFromTheSending() {
        sendMany(WINDOW);
        channel.pass(Duration.ofSeconds(1));
        CompletableFuture<RpcReply> behind = send(10, DEADLINE);
        CompletableFuture<RpcReply> last = send(11, DEADLINE);
        channel.pass(Duration.ofSeconds(1));
        receiveReplyTo(1);
        assertThat(transmitted).containsExactly(1, 2, 3, 10);
        receiveReplyTo(2);
        receiveReplyTo(3);
        channel.pass(DEADLINE.minusSeconds(1).minusNanos(1));
        assertThat(List.of(behind, last)).noneMatch(CompletableFuture::isDone);
        channel.pass(Duration.ofNanos(1));
        assertThat(assertFails(behind, Reason.TIMED_OUT)).isEqualTo("no reply within 5000 ms");
        assertThat(assertFails(last, Reason.TIMED_OUT)).isEqualTo("no reply within 5000 ms");
    }

    @Test
    void callThatWasNotSentByItsDeadlineSaysHowManyWereBeforeIt() {
        send(1, DEADLINE.plusSeconds(1));
        send(2, DEADLINE.plusSeconds(1));
        send(3, DEADLINE.plusSeconds(1));
        CompletableFuture<RpcReply> first = send(4, DEADLINE);
        CompletableFuture<RpcReply> second = send(5, DEADLINE);
        channel.pass(DEADLINE);
        assertThat(assertFails(first, Reason.TIMED_OUT)).isEqualTo("not sent within 5000 ms: 3 calls before it");
        assertThat(assertFails(second, Reason.TIMED_OUT)).isEqualTo("not sent within 5000 ms: 4 calls before it");
        assertThat(transmitted).containsExactly(1, 2, 3);
    }

    @Test
    void peerThatReadsNothingIsNamed() {
        channel.setWritable(false);
        CompletableFuture<RpcReply> reply = send(1, DEADLINE);
        channel.pass(DEADLINE);
        assertThat(assertFails(reply, Reason.TIMED_OUT)).isEqualTo("not sent within 5000 ms: the peer reads no more");
    }

    @Test
    void eachCallEndsAtItsOwnDeadlineWhereverItWaits() {
        List<CompletableFuture<RpcReply>> replies = new ArrayList<>();
        for (int seconds : new int[] {9, 3, 6, 8, 2, 1, 7, 4, 5}) {
            replies.add(send(seconds, Duration.ofSeconds(seconds)));
        }
        for (int ended = 1; ended <= replies.size(); ended++) {
            channel.pass(Duration.ofSeconds(1));
            assertThat(replies.stream().filter(CompletableFuture::isDone)).hasSize(ended);
            assertThat(pending.size()).isEqualTo(replies.size() - ended);
        }
        assertThat(channel.hasTimer()).isFalse();
    }

    @Test
    void answerToACallThatWasNotSentIsNotBelieved() {
        List<CompletableFuture<RpcReply>> replies = sendMany(WINDOW + 1);
        receiveReplyTo(WINDOW + 1);
        assertThat(replies).noneMatch(CompletableFuture::isDone);
        assertThat(pending.dropped()).isEqualTo(1);
    }

    @Test
    void closingEndsTheCallsThatWaitToBeSentToo() {
        List<CompletableFuture<RpcReply>> replies = sendMany(WINDOW + 2);
        calls.close();
        for (CompletableFuture<RpcReply> reply : replies) {
            assertThat(assertFails(reply, Reason.CLOSED)).isEqualTo("closed by this program");
        }
        assertThat(pending.size()).isZero();
        assertThat(channel.hasTimer()).isFalse();
    }

    @Test
    void endOfACallThatIsGoneTakesNoOtherWithItsXid() {
        CompletableFuture<RpcReply> first = send(1, DEADLINE);
        CompletableFuture<CompletableFuture<RpcReply>> again = first.thenApply(reply -> send(1, DEADLINE));
        receiveReplyTo(1);
        assertThat(again.join()).isNotDone();
        assertThat(pending.size()).isEqualTo(1);
        receiveReplyTo(1);
        assertThat(again.join()).isCompletedWithValue(Calls.reply(1, 0));
    }
}
