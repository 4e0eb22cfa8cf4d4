package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.portmapper.config.PortmapperConfig.Protection;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.server.UdpReplies.Allowance;

/** What another host is answered over UDP: not much more than it sent, and errors seldom. */
final class UdpRepliesTest {
    private static final int HEADER = 24;
    private static final int XID = 7;
    private static final RpcReply DENIED = new DeniedReply(XID, new Denial.AuthError(AuthStat.TOO_WEAK));

    private final UdpReplies replies = new UdpReplies(new Protection(1, 1, false, 1));

    @ParameterizedTest(name = "{0}: a reply of {2} to a call of {1}")
    @CsvSource({
        "at the limit,                         40, 60, 60",
        "over it,                              40, 64, 24",
        "at the limit of an odd call,          41, 61, 61",
        "over that,                            41, 62, 24",
        "SYSTEM_ERR just fits,                 16, 28, 24",
        "not even SYSTEM_ERR fits,             15, 28, 0",
        "a long call is no way around 9000,    60000, 9000, 9000",
        "over 9000,                            60000, 9004, 24",
    })
    void aReplyToAnotherHostIsAtMostHalfAgainAsLongAsItsCall(String what, int call, int reply, int sent) {
        Allowance allowance = replies.elsewhere(call, RawCalls.ip("192.0.2.1"));
        assertThat(length(replies.bounded(success(reply), allowance))).as(what).isEqualTo(sent);
    }

    @Test
    void whatTheAdministratorSwitchedOffDoesNotHoldBackLongReplies() {
        UdpReplies off = new UdpReplies(new Protection(1, 1, true, 1));
        Allowance allowance = off.elsewhere(40, RawCalls.ip("192.0.2.1"));
        assertThat(length(off.bounded(success(9_000), allowance))).isEqualTo(9_000);
        assertThat(length(off.bounded(success(9_001), allowance))).isEqualTo(HEADER);
    }

    @Test
    void theResultsOfACallThatWasPassedOnAreAsLongAsTheyAre() {
        Allowance allowance = replies.elsewhere(40, RawCalls.ip("192.0.2.1")).later();
        assertThat(length(replies.bounded(success(9_000), allowance))).isEqualTo(9_000);
    }

    @Test
    void whatIsTooLongIsReplacedByTheErrorThatSaysSo() throws Exception {
        Allowance allowance = replies.elsewhere(40, RawCalls.ip("192.0.2.1"));
        ByteBuffer sent = replies.bounded(success(64), allowance).orElseThrow();
        assertThat(RpcReply.read(sent)).isEqualTo(new AcceptedReply(XID, new AcceptedStatus.SystemError()));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorsOfEveryKindAreCounted(RpcReply error) {
        Allowance allowance = replies.elsewhere(40, RawCalls.ip("192.0.2.1"));
        // One in a second, and two at once.
        assertThat(replies.bounded(error, allowance)).isPresent();
        assertThat(replies.bounded(error, allowance)).isPresent();
        assertThat(replies.bounded(error, allowance)).isEmpty();
        assertThat(replies.bounded(success(HEADER), allowance)).as("a success").isPresent();
    }

    @Test
    void thisHostIsAnsweredWithEveryError() {
        Allowance here = new Allowance(Limits.UDP_REPLY, Optional.empty());
        for (int i = 0; i < 100; i++) {
            assertThat(replies.bounded(DENIED, here)).isPresent();
        }
    }

    /** The errors of RFC 5531 section 9, and a success that becomes one. */
    static Stream<RpcReply> errors() {
        return Stream.concat(
                Stream.of(
                                new AcceptedStatus.ProgramMismatch(2, 4),
                                new AcceptedStatus.ProgramUnavailable(),
                                new AcceptedStatus.ProcedureUnavailable(),
                                new AcceptedStatus.GarbageArguments(),
                                new AcceptedStatus.SystemError())
                        .map(status -> new AcceptedReply(XID, status)),
                Stream.of(DENIED, success(100)));
    }

    private static AcceptedReply success(int length) {
        // Opaque results of a multiple of four bytes on the wire; here any length will do.
        return new AcceptedReply(XID, new AcceptedStatus.Success(Opaque.ofHex("00".repeat(length - HEADER))));
    }

    private static int length(Optional<ByteBuffer> message) {
        return message.map(ByteBuffer::remaining).orElse(0);
    }
}
