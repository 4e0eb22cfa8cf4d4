package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.portmapper.rpc.transport.Failures.assertFails;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;
import org.portmapper.rpc.xdr.Opaque;

/** How calls wait and end, on a channel without a socket and with a clock that stands still. */
class CallChannelTest {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int CALL_LIMIT = 100;
    private static final int WINDOW = 4;

    private final FrozenChannel channel = new FrozenChannel();
    private final PendingCalls pending = new PendingCalls(CALL_LIMIT, WINDOW, channel::nanoTime);
    private final List<Integer> transmitted = new ArrayList<>();
    private final CallChannel calls = new CallChannel(channel, pending, call -> transmitted.add(call.xid()));

    CallChannelTest() {
        channel.pipeline().addLast(calls);
    }

    private CompletableFuture<RpcReply> send(int xid) {
        CompletableFuture<RpcReply> reply = calls.send(Calls.call(xid), DEADLINE);
        channel.runPendingTasks();
        return reply;
    }

    private void receive(RpcReply reply) {
        channel.writeInbound(reply.toBuffer());
    }

    @Test
    void eachCallEndsWithItsOwnReply() {
        CompletableFuture<RpcReply> one = send(1);
        CompletableFuture<RpcReply> two = send(2);
        receive(Calls.reply(2, 22));
        assertThat(one).isNotDone();
        receive(Calls.reply(1, 11));
        assertThat(one).isCompletedWithValue(Calls.reply(1, 11));
        assertThat(two).isCompletedWithValue(Calls.reply(2, 22));
        assertThat(transmitted).containsExactly(1, 2);
        assertThat(pending.dropped()).isZero();
    }

    @Test
    void repliesThatNoCallWaitsForAreCountedAndDropped() {
        CompletableFuture<RpcReply> one = send(1);
        receive(Calls.reply(2, 22));
        assertThat(one).isNotDone();
        receive(Calls.reply(1, 11));
        receive(Calls.reply(1, 12));
        assertThat(one).isCompletedWithValue(Calls.reply(1, 11));
        assertThat(pending.dropped()).isEqualTo(2);
    }

    static Stream<Opaque> noReplies() {
        return Stream.of(
                Opaque.EMPTY,
                Opaque.ofHex("000000"),
                HexText.bytes("00000001 # xid, and nothing more"),
                HexText.bytes("""
                        00000001 # xid of the call that waits
                        00000001 # a reply
                        00000002 # reply status: there are only 0 and 1
                        """),
                HexText.bytes("""
                        00000001 # xid
                        00000001 # a reply
                        00000000 # accepted
                        00000000 # verifier: AUTH_NONE
                        000001f4 # of 500 bytes, where 400 are allowed
                        """));
    }

    @ParameterizedTest
    @MethodSource("noReplies")
    void whatIsNoReplyIsCountedAndDropped(Opaque bytes) {
        CompletableFuture<RpcReply> one = send(1);
        channel.writeInbound(bytes.toBuffer());
        assertThat(one).isNotDone();
        assertThat(pending.dropped()).isEqualTo(1);
    }

    @Test
    void ownCallThatIsSentBackIsNotTakenForItsReply() {
        CompletableFuture<RpcReply> one = send(1);
        channel.writeInbound(Calls.call(1).toBuffer());
        assertThat(one).isNotDone();
        assertThat(pending.dropped()).isEqualTo(1);
    }

    @Test
    void callEndsAtItsDeadlineAndNotBefore() {
        CompletableFuture<RpcReply> one = send(1);
        channel.pass(DEADLINE.minusNanos(1));
        assertThat(one).isNotDone();
        channel.pass(Duration.ofNanos(1));
        assertThat(assertFails(one, Reason.TIMED_OUT)).isEqualTo("no reply within 5000 ms");
        receive(Calls.reply(1, 11));
        assertThat(pending.dropped()).as("the reply that comes too late").isEqualTo(1);
    }

    @Test
    void noTimerOutlivesItsCall() {
        CompletableFuture<RpcReply> one = send(1);
        CompletableFuture<RpcReply> two = send(2);
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(DEADLINE.toNanos());
        receive(Calls.reply(1, 11));
        two.cancel(false);
        assertThat(channel.hasTimer()).isFalse();
        assertThat(one).isDone();
    }

    @Test
    void callsWaitOutsideAChannelThatTakesNoMore() {
        channel.setWritable(false);
        CompletableFuture<RpcReply> given = send(1);
        CompletableFuture<RpcReply> wanted = send(2);
        assertThat(transmitted).isEmpty();
        given.cancel(false);
        channel.setWritable(true);
        assertThat(transmitted).containsExactly(2);
        assertThat(wanted).isNotDone();
        channel.setWritable(false);
        channel.setWritable(true);
        assertThat(transmitted).as("once only").containsExactly(2);
    }

    @Test
    void oneCallTooManyIsNotSent() {
        List<CompletableFuture<RpcReply>> replies = new ArrayList<>();
        for (int xid = 0; xid < RpcTransport.CALLS_LIMIT; xid++) {
            replies.add(send(xid));
        }
        assertThat(replies).noneMatch(CompletableFuture::isDone);
        assertThat(assertFails(send(-1), Reason.NOT_SENT))
                .isEqualTo("another call: 131072 wait for replies (expected: fewer)");
        replies.get(0).cancel(false);
        assertThat(send(-2)).as("after a cancellation").isNotDone();
        receive(Calls.reply(1, 11));
        assertThat(send(-3)).as("after a reply").isNotDone();
        assertFails(send(-4), Reason.NOT_SENT);
        channel.pass(DEADLINE);
        assertThat(send(-5)).as("after the deadline").isNotDone();
    }

    @Test
    void placeIsFreeWhenTheFutureEnds() {
        CompletableFuture<CompletableFuture<RpcReply>> next = send(0).thenApply(ended -> send(-1));
        for (int xid = 1; xid < RpcTransport.CALLS_LIMIT; xid++) {
            send(xid);
        }
        receive(Calls.reply(0, 0));
        assertThat(next.join()).isNotDone();
    }

    @Test
    void secondCallWithAnXidIsNotSent() {
        send(1);
        assertThat(assertFails(send(1), Reason.NOT_SENT))
                .isEqualTo("xid: 1 (expected: one that no other waiting call has)");
        receive(Calls.reply(1, 11));
        assertThat(send(1)).isNotDone();
    }

    @Test
    void callOverTheLimitIsNotSent() {
        int header = 40;
        assertThat(sendWithArguments(CALL_LIMIT - header)).isNotDone();
        assertThat(assertFails(sendWithArguments(CALL_LIMIT - header + 4), Reason.NOT_SENT))
                .isEqualTo("call: 104 bytes (expected: at most 100)");
    }

    private CompletableFuture<RpcReply> sendWithArguments(int length) {
        return calls.send(RpcCall.anonymous(pending.nextXid(), Calls.PROCEDURE, Opaque.of(new byte[length])), DEADLINE);
    }

    @Test
    void closingEndsEveryCall() {
        CompletableFuture<RpcReply> before = send(1);
        calls.close();
        assertThat(assertFails(before, Reason.CLOSED)).isEqualTo("closed by this program");
        assertThat(assertFails(send(2), Reason.CLOSED)).isEqualTo("closed by this program");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void peerThatClosesEndsEveryCall() {
        CompletableFuture<RpcReply> before = send(1);
        channel.close();
        assertThat(assertFails(before, Reason.CLOSED)).isEqualTo("the peer closed the connection");
        assertThat(assertFails(send(2), Reason.CLOSED)).isEqualTo("the peer closed the connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT24H0.000000001S"})
    void deadlineOutsideItsRangeIsRefused(Duration deadline) {
        assertThatThrownBy(() -> calls.send(Calls.call(1), deadline))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deadline: " + deadline + " (expected: more than 0, at most PT24H)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.000000001S", "PT24H"})
    void deadlineAtTheEdgeOfItsRangeIsTaken(Duration deadline) {
        assertThat(calls.send(Calls.call(1), deadline)).isNotDone();
    }

    @Test
    void xidsAreNotThoseOfWaitingCalls() {
        int first = pending.nextXid();
        send(first + 1);
        send(first + 2);
        assertThat(pending.nextXid()).isEqualTo(first + 3);
    }

    @Test
    void xidsOfDifferentTransportsBeginAnywhere() {
        assertThat(Stream.generate(() -> new PendingCalls(CALL_LIMIT, WINDOW, System::nanoTime).nextXid())
                        .limit(8)
                        .distinct())
                .hasSizeGreaterThan(1);
    }
}
