package org.portmapper.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the texts of options and keys mean. */
class SettingTest {
    @Test
    void aMappedAddressStaysAnIpv6Address() throws ConfigException {
        assertThat(Setting.LISTEN.parse("listen", "::ffff:127.0.0.1")).isInstanceOf(Inet6Address.class);
        assertThat(Setting.LISTEN.parse("listen", "127.0.0.1")).isInstanceOf(Inet4Address.class);
    }

    @Test
    void aLinkLocalAddressNamesItsInterface() throws Exception {
        InetAddress address = Setting.LISTEN.parse("listen", "fe80::1%lo");
        assertThat(address)
                .isInstanceOfSatisfying(
                        Inet6Address.class,
                        inet6 -> assertThat(inet6.getScopeId()).isPositive());
        assertThat(((Inet6Address) address).getScopeId())
                .isEqualTo(NetworkInterface.getByName("lo").getIndex());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "127.0.0.1.0",
                "127.1",
                "0127.0.0.1",
                "1.2.3.256",
                "::1%lo",
                "127.0.0.1%lo",
                "fe80::1",
                "fe80::1%",
                "fe80::1%no-such-one",
                "[::1]",
                ":::1",
                " ::1",
                "0x7f000001"
            })
    void whatIsNoAddressIsNotListenedOn(String text) {
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> Setting.LISTEN.parse("--listen", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "65536", "1e3", "0x6f", "111111", "11 "})
    void whatIsNoPortIsRefused(String text) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Setting.PORT.parse("--port", text))
                .withMessage("--port: " + text + " (expected: a number of 0 to 65535)");
    }

    @Test
    void aSocketNameMayHaveAsManyBytesAsFit() throws ConfigException {
        String longest = "/" + "x".repeat(106);
        assertThat(Setting.SOCKET.parse("--socket", longest)).isEqualTo(longest);
        for (String name : new String[] {longest + "x", "/" + "ä".repeat(54), "/", "x", "@", "/a\nb"}) {
            assertThatExceptionOfType(ConfigException.class)
                    .as(name)
                    .isThrownBy(() -> Setting.SOCKET.parse("--socket", name));
        }
    }

    @Test
    void aStateDirectoryIsMadePlain() throws ConfigException {
        assertThat(Setting.DIRECTORY.parse("--state-dir", "/a/./b/../c/")).isEqualTo(Path.of("/a/c"));
    }

    @Test
    void aLongValueIsShownByItsBeginningAndWithoutControlCharacters() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> Setting.PORT.parse("--port", "\u001b[2J" + "1".repeat(200)))
                .withMessage("--port: \\x1b[2J" + "1".repeat(96) + "... (expected: a number of 0 to 65535)");
    }
}
