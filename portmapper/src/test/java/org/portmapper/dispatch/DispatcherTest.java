package org.portmapper.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.dispatch.Pieces.Piece;
import org.portmapper.identity.Peer;
import org.portmapper.identity.Sender;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;

/** The table of ARCHITECTURE.md: at which step a call fails, and what the caller hears. RFC 5531 section 9. */
final class DispatcherTest {
    private static final Peer PEER = new Peer.Inet(
            Netid.UDP,
            new InetSocketAddress(AddressText.parse("10.0.0.2").orElseThrow(), 999),
            AddressText.parse("10.0.0.1").orElseThrow(),
            new Sender.Unknown("nothing is known"));

    /** Program 7, versions 2 to 4; procedure 0 succeeds and each other one fails in its own way. */
    private static final Program PROGRAM = new Program() {
        @Override
        public long number() {
            return 7;
        }

        @Override
        public long lowestVersion() {
            return 2;
        }

        @Override
        public long highestVersion() {
            return 4;
        }

        @Override
        public Answer call(RpcCall call, Peer peer) throws XdrException {
            return switch ((int) call.procedure().number()) {
                case 0 -> Answer.success(Opaque.ofHex("0000006f"));
                case 1 -> throw new XdrException("argument: none (expected: one)");
                case 2 -> throw new IllegalStateException("a bug");
                case 3 -> new Answer.Denied(AuthStat.TOO_WEAK);
                case 4 -> Answer.SILENCE;
                case 5 -> new Answer.Later(CompletableFuture.completedFuture(Answer.VOID));
                case 6 -> new Answer.Later(CompletableFuture.failedFuture(new IllegalStateException("a later bug")));
                case 7 ->
                    new Answer.Streamed(() -> new Piece(Opaque.ofHex("0000006f").toBuffer(), true));
                default -> Answer.PROCEDURE_UNAVAILABLE;
            };
        }
    };

    private final Dispatcher dispatcher = new Dispatcher(PROGRAM);

    /** xid 11223344, then as named; the reply without its xid, or the word for what is done in its place. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // message:           type     rpcvers  prog     vers     proc     cred              verf
        "empty,               '',                                                            unanswerable",
        "xid only,            '11223344',                                                    unanswerable",
        "a reply,             '11223344 00000001 00000000',                                  unanswerable",
        "type 2,              '11223344 00000002 00000002',                                  unanswerable",
        "no verifier,         '11223344 0 2 7 2 0 0 0', 00000001 00000001 00000001 00000003",
        "RPC version 3,       '11223344 0 3 7 2 0 0 0 0 0', 00000001 00000001 00000000 00000002 00000002",
        "RPC version 1 alone, '11223344 0 1', 00000001 00000001 00000000 00000002 00000002",
        "AUTH_NONE,           '11223344 0 2 7 2 0 0 0 0 0', 00000001 00000000 00000000 00000000 00000000 0000006f",
        "AUTH_SYS,            '11223344 0 2 7 2 0 1 14 0 0 3e8 3e8 0 0 0',"
                + " 00000001 00000000 00000000 00000000 00000000 0000006f",
        "AUTH_SYS empty,      '11223344 0 2 7 2 0 1 0 0 0', 00000001 00000001 00000001 00000001",
        "AUTH_SYS 17 gids,    '11223344 0 2 7 2 0 1 14 0 0 3e8 3e8 11 0 0', 00000001 00000001 00000001 00000001",
        "AUTH_SHORT,          '11223344 0 2 7 2 0 2 0 0 0', 00000001 00000001 00000001 00000002",
        "RPCSEC_GSS,          '11223344 0 2 7 2 0 6 0 0 0', 00000001 00000001 00000001 00000002",
        "AUTH_TLS,            '11223344 0 2 7 2 0 7 0 0 0', 00000001 00000001 00000001 00000002",
        "flavor ffffffff,     '11223344 0 2 7 2 0 ffffffff 0 0 0', 00000001 00000001 00000001 00000002",
        "credential of 404,   '11223344 0 2 7 2 0 0 194', 00000001 00000001 00000001 00000001",
        "flavor before program, '11223344 0 2 8 2 0 2 0 0 0', 00000001 00000001 00000001 00000002",
        "program 8,           '11223344 0 2 8 2 0 0 0 0 0', 00000001 00000000 00000000 00000000 00000001",
        "version 1,           '11223344 0 2 7 1 0 0 0 0 0',"
                + " 00000001 00000000 00000000 00000000 00000002 00000002 00000004",
        "version 5,           '11223344 0 2 7 5 9 0 0 0 0',"
                + " 00000001 00000000 00000000 00000000 00000002 00000002 00000004",
        "procedure 9,         '11223344 0 2 7 2 9 0 0 0 0', 00000001 00000000 00000000 00000000 00000003",
        "garbage arguments,   '11223344 0 2 7 2 1 0 0 0 0', 00000001 00000000 00000000 00000000 00000004",
        "a bug of ours,       '11223344 0 2 7 2 2 0 0 0 0', 00000001 00000000 00000000 00000000 00000005",
        "too weak,            '11223344 0 2 7 2 3 0 0 0 0', 00000001 00000001 00000001 00000005",
        "silence,             '11223344 0 2 7 2 4 0 0 0 0', silence",
        "later,               '11223344 0 2 7 2 5 0 0 0 0', 00000001 00000000 00000000 00000000 00000000",
        "in pieces,           '11223344 0 2 7 2 7 0 0 0 0',"
                + " 00000001 00000000 00000000 00000000 00000000 and 0000006f",
        "a bug later,         '11223344 0 2 7 2 6 0 0 0 0', 00000001 00000000 00000000 00000000 00000005",
    })
    void everyStepHasItsAnswer(String name, String message, String answer) {
        assertThat(describe(dispatcher.dispatch(bytes(message), PEER))).isEqualTo(answer);
    }

    @Test
    void aVerifierIsNotEchoed() {
        // AUTH_SYS with a verifier of flavor 1: the reply's verifier is AUTH_NONE, RFC 5531 appendix A.
        ByteBuffer call = bytes("11223344 0 2 7 2 0 1 14 0 0 3e8 3e8 0 1 4 deadbeef");

        assertThat(describe(dispatcher.dispatch(call, PEER)))
                .isEqualTo("00000001 00000000 00000000 00000000 00000000 0000006f");
    }

    private static String describe(Response response) {
        return switch (response) {
            case Response.Unanswerable nothing -> "unanswerable";
            case Response.Silence silence -> "silence";
            case Response.Later later -> describe(later.response().join());
            case Response.Reply reply -> words(reply.reply().toBuffer());
            case Response.Streamed(RpcReply beginning, Pieces rest) ->
                words(beginning.toBuffer()) + " and "
                        + HexFormat.of().toHexDigits(rest.next().bytes().getInt());
        };
    }

    private static String words(ByteBuffer reply) {
        assertThat(reply.getInt()).as("xid").isEqualTo(0x11223344);
        StringBuilder words = new StringBuilder();
        while (reply.hasRemaining()) {
            words.append(words.isEmpty() ? "" : " ").append(HexFormat.of().toHexDigits(reply.getInt()));
        }
        return words.toString();
    }

    /** Each word is a 32-bit number in hexadecimal. */
    private static ByteBuffer bytes(String words) {
        String[] numbers = words.isBlank() ? new String[0] : words.trim().split(" ");
        ByteBuffer message = ByteBuffer.allocate(4 * numbers.length);
        for (String number : numbers) {
            message.putInt(Integer.parseUnsignedInt(number, 16));
        }
        return message.flip();
    }
}
