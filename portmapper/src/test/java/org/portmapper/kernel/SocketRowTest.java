package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.kernel.Addresses.at;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as Linux 6.18 prints them on a little-endian machine. */
class SocketRowTest {
    private static final String TCP =
            "   0: 0500007F:006F 00000000:0000 0A 00000000:00000000 00:00000000 00000000   124        0 20814 1 00000000baa9b64c 100 0 0 10 0";

    @ParameterizedTest
    @CsvSource({
        // address as printed, address, port
        "00000000:006F, 0.0.0.0, 111",
        "0500007F:FFFF, 127.0.0.5, 65535",
        "00000000000000000000000000000000:0801, ::, 2049",
        "00000000000000000000000001000000:0001, ::1, 1",
        "000000FD000000000000000005000000:006F, fd00::5, 111",
        "0000000000000000FFFF00000500007F:006F, 127.0.0.5, 111",
    })
    void addressIsReadInTheMachinesByteOrder(String printed, String address, int port) {
        SocketRow row = SocketRow.parse(TCP.replace("0500007F:006F", printed)).orElseThrow();
        assertThat(row.local()).isEqualTo(at(address, port));
    }

    @Test
    void stateUserAndInodeAreRead() {
        assertThat(SocketRow.parse(TCP)).contains(new SocketRow(at("127.0.0.5", 111), SocketRow.LISTEN, 124, 20814));
    }

    @Test
    void udpLineIsRead() {
        String udp =
                " 1185: 00000000:006F 00000000:0000 07 00000000:00000000 00:00000000 00000000 4294967295        0 13 2 0000000000000000 0";
        assertThat(SocketRow.parse(udp)).contains(new SocketRow(at("0.0.0.0", 111), 7, 4_294_967_295L, 13));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
                "   0: 0500007F:006F",
                "   0: 0500007F00:006F 00000000:0000 0A 0:0 00:0 0   124        0 20814 1",
                "   0: 0500007F:006G 00000000:0000 0A 0:0 00:0 0   124        0 20814 1",
                "   0: 0500007F:006F 00000000:0000 0A 0:0 00:0 0   -1        0 20814 1",
                "   0: 0500007F:006F 00000000:0000 0A 0:0 00:0 0   124        0 9999999999999999999 1",
            })
    void whatIsNoSuchLineIsPassedOver(String line) {
        assertThat(SocketRow.parse(line)).isEmpty();
    }

    @Test
    void lineCutAnywhereNeverFails() {
        for (int length = 0; length < TCP.length(); length++) {
            String cut = TCP.substring(0, length);
            assertThat(SocketRow.parse(cut))
                    .satisfiesAnyOf(
                            row -> assertThat(row).isEmpty(),
                            row -> assertThat(row.orElseThrow().local().getPort())
                                    .isEqualTo(111));
        }
    }
}
