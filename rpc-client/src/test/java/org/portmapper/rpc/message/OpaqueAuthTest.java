package org.portmapper.rpc.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.WireForm;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrWriter;

/** Credentials and verifiers on the wire, and the numbers in and around them. */
class OpaqueAuthTest {
    private static final WireForm<OpaqueAuth> FORM = new WireForm<>(OpaqueAuth::read, OpaqueAuth::writeTo);

    @Test
    void itStandsAsTheRfcSays() throws XdrException {
        FORM.assertStandsAs(new OpaqueAuth(new AuthFlavor(390003), Opaque.ofHex("0102030405")), HexText.bytes("""
                        0005f373    # flavor 390003, none we know
                        00000005    # body of 5 bytes
                        0102030405  #   the body
                        000000      #   3 fill bytes
                        """));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 399, 400})
    void everyTruncationIsRefused(int bodyLength) {
        FORM.assertEveryTruncationIsRefused(new OpaqueAuth(AuthFlavor.SYS, Opaque.of(new byte[bodyLength])));
    }

    @Test
    void aBodyAtTheLimitIsTakenAndOneByteMoreIsRefused() throws XdrException {
        assertThat(OpaqueAuth.BODY_LIMIT)
                .as("RFC 5531 section 8.2: opaque body<400>")
                .isEqualTo(400);
        FORM.assertReadsBack(new OpaqueAuth(AuthFlavor.SYS, Opaque.of(new byte[400])));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OpaqueAuth(AuthFlavor.SYS, Opaque.of(new byte[401])))
                .withMessage("auth body: 401 bytes (expected: at most 400)");
        Opaque over = new XdrWriter()
                .writeInt(1)
                .writeOpaque(Opaque.of(new byte[401]))
                .toOpaque();
        assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> OpaqueAuth.read(over.reader()))
                .withMessage("auth body length: 401 (expected: at most 400)");
    }

    @Test
    void anEmptyAuthNoneIsNoNewObject() throws XdrException {
        assertThat(OpaqueAuth.read(HexText.bytes("00000000 00000000").reader())).isSameAs(OpaqueAuth.NONE);
        assertThat(OpaqueAuth.read(HexText.bytes("00000000 00000004 00000000").reader()))
                .isEqualTo(new OpaqueAuth(AuthFlavor.NONE, Opaque.of(new byte[4])));
        assertThat(OpaqueAuth.read(HexText.bytes("00000001 00000000").reader()))
                .isEqualTo(new OpaqueAuth(AuthFlavor.SYS, Opaque.EMPTY));
    }

    @Test
    void flavorsHaveTheirRegisteredNumbers() {
        assertThat(AuthFlavor.NONE.number()).isEqualTo(0);
        assertThat(AuthFlavor.SYS.number()).isEqualTo(1);
        assertThat(AuthFlavor.SHORT.number()).isEqualTo(2);
        assertThat(AuthFlavor.DH.number()).isEqualTo(3);
        assertThat(AuthFlavor.RPCSEC_GSS.number()).isEqualTo(6);
        assertThat(AuthFlavor.TLS.number()).isEqualTo(7);
    }

    @Test
    void statusesHaveTheRfcsNumbersAndNames() {
        assertThat(AuthStat.BAD_CREDENTIAL).isEqualTo(new AuthStat(1)).hasToString("AUTH_BADCRED");
        assertThat(AuthStat.REJECTED_CREDENTIAL).isEqualTo(new AuthStat(2)).hasToString("AUTH_REJECTEDCRED");
        assertThat(AuthStat.BAD_VERIFIER).isEqualTo(new AuthStat(3)).hasToString("AUTH_BADVERF");
        assertThat(AuthStat.REJECTED_VERIFIER).isEqualTo(new AuthStat(4)).hasToString("AUTH_REJECTEDVERF");
        assertThat(AuthStat.TOO_WEAK).isEqualTo(new AuthStat(5)).hasToString("AUTH_TOOWEAK");
        assertThat(AuthStat.INVALID_RESPONSE).isEqualTo(new AuthStat(6)).hasToString("AUTH_INVALIDRESP");
        assertThat(AuthStat.FAILED).isEqualTo(new AuthStat(7)).hasToString("AUTH_FAILED");
        assertThat(new AuthStat(0)).hasToString("auth_stat 0");
        assertThat(new AuthStat(4_294_967_295L)).hasToString("auth_stat 4294967295");
    }

    @ParameterizedTest
    @CsvSource({"-1", "4294967296", "-9223372036854775808", "9223372036854775807"})
    void numbersThat32BitsCannotHoldAreRefused(long number) {
        String refusal = ": " + number + " (expected: 0 to 4294967295)";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthFlavor(number))
                .withMessage("auth flavor" + refusal);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthStat(number))
                .withMessage("auth_stat" + refusal);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Procedure(number, 0, 0))
                .withMessage("program" + refusal);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Procedure(0, number, 0))
                .withMessage("version" + refusal);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Procedure(0, 0, number))
                .withMessage("procedure" + refusal);
    }
}
