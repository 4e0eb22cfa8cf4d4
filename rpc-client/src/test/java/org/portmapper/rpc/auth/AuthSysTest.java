package org.portmapper.rpc.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.Allocation;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;
import org.portmapper.rpc.WireForm;
import org.portmapper.rpc.message.AuthFlavor;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;

/** The body of an AUTH_SYS credential. */
class AuthSysTest {
    private static final WireForm<AuthSys> FORM = new WireForm<>(
            AuthSys::read,
            (value, writer) -> writer.writeBytes(value.toCredential().body()));

    /** More than refusing a body may take, and much less than the counts in it claim. */
    private static final long SMALL = 1 << 20;

    @Test
    void itStandsAsTheRfcSays() throws XdrException {
        AuthSys body = new AuthSys(0x5f5e100, "saturn", 1000, 4_294_967_294L, List.of(4L, 27L));
        FORM.assertStandsAs(body, HexText.bytes("""
                        05f5e100      # stamp
                        00000006      # machine name of 6 bytes
                        73617475726e  #   "saturn"
                        0000          #   2 fill bytes
                        000003e8      # uid 1000
                        fffffffe      # gid 4294967294
                        00000002      # 2 more groups
                        00000004      #   gid 4
                        0000001b      #   gid 27
                        """));
        assertThat(body.toCredential().flavor()).isEqualTo(AuthFlavor.SYS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 16})
    void everyTruncationIsRefused(int groups) {
        FORM.assertEveryTruncationIsRefused(new AuthSys(1, "host", 2, 3, Collections.nCopies(groups, 4L)));
    }

    @Test
    void theLimitsAreTheRfcs() throws XdrException {
        assertThat(AuthSys.MACHINE_NAME_LIMIT).isEqualTo(255);
        assertThat(AuthSys.GIDS_LIMIT).isEqualTo(16);
        AuthSys largest = new AuthSys(0, "m".repeat(255), 0, 0, Collections.nCopies(16, 0xffff_ffffL));
        FORM.assertReadsBack(largest);
        assertThat(largest.toCredential().body().length()).isEqualTo(340);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00000100|machine name length: 256 (expected: at most 255)",
                "ffffffff|machine name length: 4294967295 (expected: at most 255)",
                "80000000|machine name length: 2147483648 (expected: at most 255)",
                "00000000 00000000 00000000 00000011|gid count: 17 (expected: at most 16)",
                "00000000 00000000 00000000 ffffffff|gid count: 4294967295 (expected: at most 16)",
                "00000000 00000000 00000000 80000000|gid count: 2147483648 (expected: at most 16)",
            })
    void moreThanTheLimitIsRefusedAndAllocatesNothing(String afterStamp, String refusal) throws Throwable {
        Opaque bytes = HexText.bytes("00000000" + afterStamp + "00".repeat(400));
        long allocated = Allocation.bytesOf(() -> assertThatExceptionOfType(XdrException.class)
                .isThrownBy(() -> AuthSys.read(bytes.reader()))
                .withMessage(refusal));
        assertThat(allocated).isLessThan(SMALL);
    }

    @Test
    void bytesAfterTheLastGroupAreLeftAlone() throws XdrException {
        AuthSys zeros = AuthSys.read(Opaque.of(new byte[400]).reader());
        assertThat(zeros).isEqualTo(new AuthSys(0, "", 0, 0, List.of()));
    }

    @Test
    void valuesThatCannotStandOnTheWireAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthSys(0, "m".repeat(256), 0, 0, List.of()))
                .withMessage("machine name: 256 bytes (expected: at most 255)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthSys(0, "", 0, 0, Collections.nCopies(17, 1L)))
                .withMessage("gids: 17 (expected: at most 16)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthSys(-1, "", 0, 0, List.of()))
                .withMessage("stamp: -1 (expected: 0 to 4294967295)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthSys(0, "", -1, 0, List.of()))
                .withMessageStartingWith("uid: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthSys(0, "", 0, 0x1_0000_0000L, List.of()))
                .withMessageStartingWith("gid: 4294967296");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AuthSys(0, "", 0, 0, List.of(1L, -1L)))
                .withMessageStartingWith("gid: -1");
    }

    @Test
    void itsGroupsDoNotChangeWithTheCallersList() {
        List<Long> groups = new ArrayList<>(List.of(1L));
        AuthSys body = new AuthSys(0, "", 0, 0, groups);
        groups.add(2L);
        assertThat(body.gids()).containsExactly(1L);
    }

    @Seeded
    void aBodyIsReadAsItWasWritten(long seed) throws XdrException {
        RandomValues values = new RandomValues(seed);
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            FORM.assertReadsBack(new AuthSys(
                    values.unsignedInt(),
                    values.text(AuthSys.MACHINE_NAME_LIMIT),
                    values.unsignedInt(),
                    values.unsignedInt(),
                    values.list(AuthSys.GIDS_LIMIT, values::unsignedInt)));
        }
    }
}
