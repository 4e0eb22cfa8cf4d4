package org.portmapper.rpc.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.portmapper.rpc.Allocation;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;
import org.portmapper.rpc.WireForm;
import org.portmapper.rpc.message.ReceivedMessage.Unanswerable;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** What a server makes of the bytes that reach it, byte for byte. */
class ReceivedMessageTest {
    private static final int XID = 0x11223344;
    private static final int FULL_HEADER = 40;

    /** More than refusing a message may take, and much less than the lengths in it claim. */
    private static final long SMALL = 1 << 20;

    @ParameterizedTest
    @CsvSource({"00000001, 1", "00000002, 2", "ffffffff, -1", "01000000, 16777216"})
    void whatIsNotACallIsNeverAnswered(String type, int number) {
        Opaque message =
                HexText.bytes("11223344 " + type + " 00000002 000186a0 00000002 00000000" + " 00000000".repeat(4));
        assertThat(ReceivedMessage.read(message.toBuffer()))
                .isEqualTo(new Unanswerable("message type: " + number + " (expected: 0, a call)"));
    }

    @Seeded
    void aReplyIsNeverAnswered(long seed) {
        RandomMessages messages = new RandomMessages(new RandomValues(seed));
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            assertThat(ReceivedMessage.read(messages.reply().toBuffer())).isInstanceOf(Unanswerable.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"00000000", "00000001", "00000003", "ffffffff", "02000000"})
    void anotherRpcVersionIsDeniedWhateverFollowsIt(String version) {
        Opaque message = HexText.bytes("11223344 00000000 " + version);
        Opaque longer = HexText.bytes("11223344 00000000 " + version + "ffffffff".repeat(20));
        DeniedReply mismatch = new DeniedReply(XID, new Denial.RpcMismatch(2, 2));
        assertThat(ReceivedMessage.read(message.toBuffer())).isEqualTo(mismatch);
        assertThat(ReceivedMessage.read(longer.toBuffer())).isEqualTo(mismatch);
    }

    /** The bytes of the NULL call that arrived, and what is made of them. */
    static Stream<Arguments> truncations() {
        return IntStream.range(0, FULL_HEADER).mapToObj(length -> {
            if (length < 24) {
                List<String> names = List.of("xid", "message type", "RPC version", "program", "version", "procedure");
                return arguments(
                        length,
                        new Unanswerable(names.get(length / 4) + ": " + length % 4 + " bytes left (expected: 4)"));
            }
            return arguments(length, length < 32 ? denied(AuthStat.BAD_CREDENTIAL) : denied(AuthStat.BAD_VERIFIER));
        });
    }

    @ParameterizedTest
    @MethodSource("truncations")
    void aTruncatedHeaderIsJudgedByWhatIsMissing(int length, ReceivedMessage expected) {
        Opaque call = RpcCallTest.bytes(RpcCall.anonymous(XID, new Procedure(100000, 2, 0), Opaque.EMPTY)
                .toBuffer());
        assertThat(call.length()).isEqualTo(FULL_HEADER);
        assertThat(ReceivedMessage.read(WireForm.first(length, call))).isEqualTo(expected);
    }

    @Test
    void truncatedBodiesAreTheirOwnersFault() {
        OpaqueAuth five = new OpaqueAuth(AuthFlavor.SYS, Opaque.ofHex("0102030405"));
        Opaque call = RpcCallTest.bytes(
                new RpcCall(XID, new Procedure(100000, 2, 0), five, five, Opaque.ofHex("00000001")).toBuffer());
        for (int length = 24; length < 40; length++) {
            assertThat(ReceivedMessage.read(WireForm.first(length, call))).isEqualTo(denied(AuthStat.BAD_CREDENTIAL));
        }
        for (int length = 40; length < 56; length++) {
            assertThat(ReceivedMessage.read(WireForm.first(length, call))).isEqualTo(denied(AuthStat.BAD_VERIFIER));
        }
        for (int length = 56; length <= call.length(); length++) {
            assertThat(ReceivedMessage.read(WireForm.first(length, call)))
                    .as("arguments are judged by the program")
                    .isInstanceOfSatisfying(
                            RpcCall.class, read -> assertThat(read.credential()).isEqualTo(five));
        }
    }

    @ParameterizedTest
    @CsvSource({"400, 400", "401, 0", "0, 401", "401, 401", "1000000, 0"})
    void bodiesAreBounded(int credentialLength, int verifierLength) {
        ReceivedMessage read = ReceivedMessage.read(callWithBodies(credentialLength, verifierLength));
        if (credentialLength > OpaqueAuth.BODY_LIMIT) {
            assertThat(read).isEqualTo(denied(AuthStat.BAD_CREDENTIAL));
        } else if (verifierLength > OpaqueAuth.BODY_LIMIT) {
            assertThat(read).isEqualTo(denied(AuthStat.BAD_VERIFIER));
        } else {
            assertThat(read).isInstanceOf(RpcCall.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"ffffffff", "80000000", "7fffffff", "00000190"})
    void lyingLengthsAreDeniedAndAllocateNothing(String length) throws Throwable {
        String header = "11223344 00000000 00000002 000186a0 00000002 00000000 00000001 ";
        Opaque credential = HexText.bytes(header + length + "00");
        Opaque verifier = HexText.bytes(header + "00000000 00000001" + length + "00");
        long allocated = Allocation.bytesOf(() -> {
            assertThat(ReceivedMessage.read(credential.toBuffer())).isEqualTo(denied(AuthStat.BAD_CREDENTIAL));
            assertThat(ReceivedMessage.read(verifier.toBuffer())).isEqualTo(denied(AuthStat.BAD_VERIFIER));
        });
        assertThat(allocated).isLessThan(SMALL);
    }

    @Seeded
    void damagedCallsAreJudgedAndNeverThrow(long seed) {
        RandomValues values = new RandomValues(seed);
        RandomMessages messages = new RandomMessages(values);
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            byte[] call = RpcCallTest.bytes(messages.call().toBuffer()).toBytes();
            call[values.upTo(Math.min(call.length, 64) - 1)] ^= (byte) (1 << values.upTo(7));
            ReceivedMessage read = ReceivedMessage.read(ByteBuffer.wrap(call));
            if (read instanceof RpcCall damaged) {
                assertThat(ReceivedMessage.read(damaged.toBuffer())).isEqualTo(damaged);
            } else if (read instanceof DeniedReply denied) {
                assertThat(denied.xid()).isEqualTo(ByteBuffer.wrap(call).getInt());
            }
        }
    }

    @Seeded
    void noiseIsJudgedAndNeverThrows(long seed) {
        RandomValues values = new RandomValues(seed);
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            Opaque noise = values.opaque(100);
            Opaque behindTheVersion = new XdrWriter()
                    .writeInt(XID)
                    .writeInt(RpcCall.CALL)
                    .writeInt(RpcCall.RPC_VERSION)
                    .writeBytes(noise)
                    .toOpaque();
            assertThat(ReceivedMessage.read(noise.toBuffer())).isNotNull();
            assertThat(ReceivedMessage.read(behindTheVersion.toBuffer())).isNotNull();
        }
    }

    private static DeniedReply denied(AuthStat stat) {
        return new DeniedReply(XID, new Denial.AuthError(stat));
    }

    private static ByteBuffer callWithBodies(int credentialLength, int verifierLength) {
        return new XdrWriter()
                .writeInt(XID)
                .writeInt(RpcCall.CALL)
                .writeInt(RpcCall.RPC_VERSION)
                .writeBytes(HexText.bytes("000186a0 00000002 00000000"))
                .writeInt(1)
                .writeOpaque(Opaque.of(new byte[credentialLength]))
                .writeInt(0)
                .writeOpaque(Opaque.of(new byte[verifierLength]))
                .toBuffer();
    }
}
