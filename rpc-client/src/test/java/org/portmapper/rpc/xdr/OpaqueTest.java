package org.portmapper.rpc.xdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What an {@link Opaque} is equal to, what it shows, and that nobody can change it. */
class OpaqueTest {
    @Test
    void equalBytesAreEqual() {
        Opaque opaque = Opaque.of((byte) 0x01, (byte) 0xff);
        assertThat(opaque).isEqualTo(Opaque.ofHex("01ff")).hasSameHashCodeAs(Opaque.ofHex("01ff"));
        assertThat(opaque)
                .isNotEqualTo(Opaque.ofHex("01fe"))
                .isNotEqualTo(Opaque.ofHex("01"))
                .isNotEqualTo("01ff");
        assertThat(Opaque.of()).isEqualTo(Opaque.EMPTY);
    }

    @Test
    void itsTextKeepsTheContentToItself() {
        assertThat(Opaque.ofHex("736563726574")).hasToString("6 bytes");
        assertThat(Opaque.ofHex("736563726574").toHex()).isEqualTo("736563726574");
    }

    @Test
    void nobodyCanChangeIt() {
        byte[] given = {1, 2, 3};
        Opaque opaque = Opaque.of(given);
        given[0] = 9;
        opaque.toBytes()[1] = 9;
        ByteBuffer buffer = opaque.toBuffer();
        assertThat(opaque.toHex()).isEqualTo("010203");
        assertThat(buffer.isReadOnly()).isTrue();
        assertThat(buffer.get()).isEqualTo((byte) 1);
        assertThat(opaque.toBuffer().remaining()).isEqualTo(opaque.length()).isEqualTo(3);
    }

    @Test
    void eachReaderBeginsAtTheFirstByte() throws XdrException {
        Opaque opaque = Opaque.ofHex("00000007");
        assertThat(opaque.reader().readInt("first")).isEqualTo(7);
        assertThat(opaque.reader().readInt("second")).isEqualTo(7);
    }

    @Test
    void whatIsNoHexadecimalTextIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Opaque.ofHex("0"));
        assertThatIllegalArgumentException().isThrownBy(() -> Opaque.ofHex("0g"));
    }
}
