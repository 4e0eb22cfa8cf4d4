package org.portmapper.rpc.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;
import org.portmapper.rpc.WireForm;
import org.portmapper.rpc.message.AcceptedStatus.GarbageArguments;
import org.portmapper.rpc.message.AcceptedStatus.ProcedureUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.ProgramMismatch;
import org.portmapper.rpc.message.AcceptedStatus.ProgramUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.AcceptedStatus.SystemError;
import org.portmapper.rpc.message.Denial.AuthError;
import org.portmapper.rpc.message.Denial.RpcMismatch;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;

/** Replies on the wire. */
class RpcReplyTest {
    private static final String ACCEPTED = """
            11223344    # xid
            00000001    # message type: reply
            00000000    # reply status: accepted
            00000000    # verifier: AUTH_NONE
            00000000    #   empty body
            """;

    private static final String VERIFIED = """
            11223344    # xid
            00000001    # message type: reply
            00000000    # reply status: accepted
            00000002    # verifier: AUTH_SHORT
            00000005    #   body of 5 bytes
            0102030405  #   the body
            000000      #   3 fill bytes
            """;

    private static final String DENIED = """
            11223344    # xid
            00000001    # message type: reply
            00000001    # reply status: denied
            """;

    static Stream<Arguments> replies() {
        return Stream.of(
                accepted(new Success(Opaque.EMPTY), "00000000 # SUCCESS"),
                accepted(new Success(Opaque.ofHex("00000001ff")), "00000000 # SUCCESS\n 00000001ff # results"),
                accepted(new ProgramUnavailable(), "00000001 # PROG_UNAVAIL"),
                accepted(new ProgramMismatch(2, 4), "00000002 # PROG_MISMATCH\n 00000002 # low\n 00000004 # high"),
                accepted(new ProcedureUnavailable(), "00000003 # PROC_UNAVAIL"),
                accepted(new GarbageArguments(), "00000004 # GARBAGE_ARGS"),
                accepted(new SystemError(), "00000005 # SYSTEM_ERR"),
                verified(new Success(Opaque.ofHex("00000001")), "00000000 # SUCCESS\n 00000001 # results"),
                verified(new ProgramMismatch(2, 4), "00000002 # PROG_MISMATCH\n 00000002 # low\n 00000004 # high"),
                denied(new RpcMismatch(2, 3), "00000000 # RPC_MISMATCH\n 00000002 # low\n 00000003 # high"),
                denied(new AuthError(AuthStat.BAD_CREDENTIAL), "00000001 # AUTH_ERROR\n 00000001 # AUTH_BADCRED"),
                denied(new AuthError(AuthStat.TOO_WEAK), "00000001 # AUTH_ERROR\n 00000005 # AUTH_TOOWEAK"),
                denied(new AuthError(new AuthStat(14)), "00000001 # AUTH_ERROR\n 0000000e # no number we know"));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void aReplyStandsAsTheRfcSays(RpcReply reply, Opaque bytes) throws XdrException {
        assertThat(RpcCallTest.bytes(reply.toBuffer()).toHex()).isEqualTo(bytes.toHex());
        assertThat(RpcReply.read(bytes.toBuffer())).isEqualTo(reply);
        assertThat(reply.xid()).isEqualTo(0x11223344);
    }

    @ParameterizedTest
    @MethodSource("replies")
    void everyTruncationBeforeTheResultsIsRefused(RpcReply reply, Opaque bytes) {
        int results = reply instanceof AcceptedReply accepted && accepted.status() instanceof Success success
                ? success.results().length()
                : 0;
        for (int length = 0; length < bytes.length() - results; length++) {
            ByteBuffer truncated = WireForm.first(length, bytes);
            assertThatThrownBy(() -> RpcReply.read(truncated))
                    .as("first %d bytes", length)
                    .isInstanceOf(XdrException.class);
        }
    }

    @Test
    void truncatedResultsAreJudgedByTheirReader() throws XdrException {
        Opaque bytes = HexText.bytes(ACCEPTED + "00000000 # SUCCESS\n 000186a0 # results");
        assertThat(RpcReply.read(WireForm.first(26, bytes)))
                .isEqualTo(new AcceptedReply(0x11223344, new Success(Opaque.ofHex("0001"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00000000 00000000|message type: 0 (expected: 1, a reply)",
                "00000002 00000000|message type: 2 (expected: 1, a reply)",
                "00000001 00000002|reply status: 2 (expected: 0 or 1)",
                "00000001 ffffffff|reply status: -1 (expected: 0 or 1)",
                "00000001 00000000 00000000 00000000 00000006|accept status: 6 (expected: 0 to 5)",
                "00000001 00000000 00000000 00000000 ffffffff|accept status: -1 (expected: 0 to 5)",
                "00000001 00000000 00000000 00000191|auth body length: 401 (expected: at most 400)",
                "00000001 00000000 00000000 ffffffff|auth body length: 4294967295 (expected: at most 400)",
                "00000001 00000001 00000002|reject status: 2 (expected: 0 or 1)",
                "00000001 00000001 80000000|reject status: -2147483648 (expected: 0 or 1)",
            })
    void whatIsNoReplyIsRefusedByName(String afterXid, String message) {
        Opaque bytes = HexText.bytes("11223344" + afterXid + "00000000".repeat(120));
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> RpcReply.read(bytes.toBuffer()))
                .withMessage(message);
    }

    @Seeded
    void aReplyIsReadAsItWasWritten(long seed) throws XdrException {
        RandomMessages messages = new RandomMessages(new RandomValues(seed));
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            RpcReply reply = messages.reply();
            assertThat(RpcReply.read(reply.toBuffer())).isEqualTo(reply);
        }
    }

    @Seeded
    void aCallIsNoReply(long seed) {
        RandomMessages messages = new RandomMessages(new RandomValues(seed));
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            ByteBuffer call = messages.call().toBuffer();
            assertThatThrownBy(() -> RpcReply.read(call)).isInstanceOf(XdrException.class);
        }
    }

    private static Arguments accepted(AcceptedStatus status, String afterVerifier) {
        return arguments(new AcceptedReply(0x11223344, status), HexText.bytes(ACCEPTED + afterVerifier));
    }

    private static Arguments verified(AcceptedStatus status, String afterVerifier) {
        OpaqueAuth verifier = new OpaqueAuth(AuthFlavor.SHORT, Opaque.ofHex("0102030405"));
        return arguments(new AcceptedReply(0x11223344, verifier, status), HexText.bytes(VERIFIED + afterVerifier));
    }

    private static Arguments denied(Denial denial, String afterStatus) {
        return arguments(new DeniedReply(0x11223344, denial), HexText.bytes(DENIED + afterStatus));
    }
}
