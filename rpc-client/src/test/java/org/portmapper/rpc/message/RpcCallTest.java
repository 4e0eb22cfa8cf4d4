package org.portmapper.rpc.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrReader;

/** Calls on the wire: what {@link RpcCall} writes, {@link ReceivedMessage} reads. */
class RpcCallTest {
    private static final String NULL_CALL = """
            11223344    # xid
            00000000    # message type: call
            00000002    # RPC version
            000186a0    # program 100000
            00000002    # version 2
            00000000    # procedure: NULL
            00000000    # credential: AUTH_NONE
            00000000    #   empty body
            00000000    # verifier: AUTH_NONE
            00000000    #   empty body
            """;

    private static final String SET_CALL = """
            ffffffff    # xid
            00000000    # message type: call
            00000002    # RPC version
            000186a0    # program 100000
            00000004    # version 4
            00000001    # procedure: SET
            00000001    # credential: AUTH_SYS
            00000005    #   body of 5 bytes
            0102030405  #   the body
            000000      #   3 fill bytes
            00000006    # verifier: RPCSEC_GSS
            00000004    #   body of 4 bytes
            cafebabe    #   the body
            00030da4    # arguments, still encoded
            ff          #   of any length
            """;

    @Test
    void aCallWithoutCredentialStandsAsTheRfcSays() {
        RpcCall call = RpcCall.anonymous(0x11223344, new Procedure(100000, 2, 0), Opaque.EMPTY);
        assertThat(bytes(call.toBuffer())).isEqualTo(HexText.bytes(NULL_CALL));
        assertThat(ReceivedMessage.read(HexText.bytes(NULL_CALL).toBuffer())).isEqualTo(call);
    }

    @Test
    void aCallWithCredentialVerifierAndArgumentsStandsAsTheRfcSays() {
        RpcCall call = new RpcCall(
                -1,
                new Procedure(100000, 4, 1),
                new OpaqueAuth(AuthFlavor.SYS, Opaque.ofHex("0102030405")),
                new OpaqueAuth(AuthFlavor.RPCSEC_GSS, Opaque.ofHex("cafebabe")),
                Opaque.ofHex("00030da4ff"));
        assertThat(bytes(call.toBuffer())).isEqualTo(HexText.bytes(SET_CALL));
        assertThat(ReceivedMessage.read(HexText.bytes(SET_CALL).toBuffer())).isEqualTo(call);
    }

    @Seeded
    void aCallIsReadAsItWasWritten(long seed) {
        RandomMessages messages = new RandomMessages(new RandomValues(seed));
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            RpcCall call = messages.call();
            assertThat(call.length()).isEqualTo(call.toBuffer().remaining());
            assertThat(ReceivedMessage.read(call.toBuffer())).isEqualTo(call);
        }
    }

    static Opaque bytes(ByteBuffer message) {
        return new XdrReader(message).readRemaining();
    }
}
