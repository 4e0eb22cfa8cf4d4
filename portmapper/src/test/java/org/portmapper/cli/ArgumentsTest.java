package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.config.ConfigException;
import org.portmapper.rpc.rpcbind.Netid;

/** What arguments mean. */
class ArgumentsTest {
    @ParameterizedTest
    @CsvSource({
        "UDP,   127.0.0.1.8.1,   127.0.0.1.8.1",
        "TCP,   127.0.0.1:2049,  127.0.0.1.8.1",
        "TCP,   0.0.0.0:0,       0.0.0.0.0.0",
        "TCP,   1.2.3.4:65535,   1.2.3.4.255.255",
        "TCP6,  ::1.8.1,         ::1.8.1",
        "TCP6,  [::1]:2049,      ::1.8.1",
        "UDP6,  [0:0::1]:2049,   ::1.8.1",
        "LOCAL, /run/x.sock,     /run/x.sock",
        "LOCAL, @x,              @x",
    })
    void anAddressIsUniversalOrHostAndPort(Netid netid, String text, String universal) throws ConfigException {
        assertThat(Arguments.address(netid).parse("ADDRESS", text).text()).isEqualTo(universal);
    }

    @ParameterizedTest
    @CsvSource({
        "TCP, ''", "TCP, 127.0.0.1", "TCP, 127.0.0.1:", "TCP, :2049", "TCP, localhost:2049", "TCP, [::1]:2049",
        "TCP, 127.0.0.1:x", "TCP, 127.0.0.1.8.256", "TCP, /run/x", "TCP6, ::1:2049", "TCP6, [::1]", "TCP6, [::1:2049",
        "TCP6, 127.0.0.1:2049", "LOCAL, x", "LOCAL, 127.0.0.1:1"
    })
    void whatIsNoAddressOfTheTransportIsRefused(Netid netid, String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Arguments.address(netid).parse("ADDRESS", text));
    }

    @ParameterizedTest
    @CsvSource({"5,5000", "0.001,1", "1.5,1500", "99.999,99999", "0.29,290"})
    void aTimeoutIsInSeconds(String text, long milliseconds) throws ConfigException {
        assertThat(Arguments.TIMEOUT.parse("--timeout", text)).isEqualTo(Duration.ofMillis(milliseconds));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2 3 4,2-4", "1 3 4,'1,3-4'", "1 2 9,'1-2,9'", "0 4294967295,'0,4294967295'"})
    void neighbouringVersionsAreARange(String versions, String text) {
        TreeSet<Long> set = new TreeSet<>();
        List.of(versions.split(" ")).forEach(version -> set.add(Long.valueOf(version)));
        assertThat(Versions.text(set)).isEqualTo(text);
    }

    @Test
    void anAddressFromTheWireIsShownAsItCameWhereItIsNone() {
        assertThat(new ServiceAddress(1, 1, "tcp", "1.2.3.4.8.1").shown()).isEqualTo("1.2.3.4:2049");
        assertThat(new ServiceAddress(1, 1, "tcp6", "::1.8.1").shown()).isEqualTo("[::1]:2049");
        assertThat(new ServiceAddress(1, 1, "tcp", "::1.8.1").shown()).isEqualTo("::1.8.1");
        assertThat(new ServiceAddress(1, 1, "local", "/run/x").shown()).isEqualTo("/run/x");
        assertThat(new ServiceAddress(1, 1, "x25", "1.2.3.4.8.1").shown()).isEqualTo("1.2.3.4.8.1");
    }
}
