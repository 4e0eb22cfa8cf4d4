package org.portmapper.rpc.rpcbind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;
import org.portmapper.rpc.rpcbind.Netid.Family;
import org.portmapper.rpc.rpcbind.UniversalAddress.Inet;
import org.portmapper.rpc.rpcbind.UniversalAddress.Local;

/** Universal addresses of each family: what is one, and what it says. */
class UniversalAddressTest {
    @ParameterizedTest
    @CsvSource({
        "INET, 127.0.0.1.0.111, 127.0.0.1, 111",
        "INET, 0.0.0.0.0.0, 0.0.0.0, 0",
        "INET, 0.0.0.0.15.160, 0.0.0.0, 4000",
        "INET, 255.255.255.255.255.255, 255.255.255.255, 65535",
        "INET, 1.2.3.4.1.0, 1.2.3.4, 256",
        "INET6, ::.0.111, ::, 111",
        "INET6, ::1.8.1, ::1, 2049",
        "INET6, fe80::1.255.255, fe80::1, 65535",
        "INET6, ::1.2.3.4.5.6, ::1.2.3.4, 1286",
        "INET6, ::ffff:1.2.3.4.0.111, ::ffff:1.2.3.4, 111",
        "INET6, 1:2:3:4:5:6:7:8.0.1, 1:2:3:4:5:6:7:8, 1",
    })
    void anInternetAddressHasAHostAndAPort(Family family, String text, String host, int port) {
        Inet expected = new Inet(AddressText.parse(host).orElseThrow(), port);
        assertThat(UniversalAddress.parse(family, text)).hasValue(expected);
        assertThat(UniversalAddress.parseInet(text)).hasValue(expected);
        assertThat(expected.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0:0:0:0:0:0:0:0.1.1, ::.1.1",
        "FE80::A.0.111, fe80::a.0.111",
        "::102:304.0.111, ::1.2.3.4.0.111",
    })
    void otherFormsBecomeTheCanonicalText(String text, String canonical) {
        assertThat(UniversalAddress.parse(Family.INET6, text).orElseThrow().text())
                .isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "nodots",
                "1.2",
                "1.2.3.4",
                "1.2.3.4.5",
                "1.2.3.4.5.6.7",
                "127.0.0.1.0.256",
                "127.0.0.1.256.0",
                "0.0.0.0.300.300",
                "0.0.0.0.-1.5",
                "127.0.0.1.0.01",
                "127.0.0.1.00.1",
                "127.0.0.1.0.",
                "127.0.0.1..1",
                "127.0.0.1.0.1 ",
                " 127.0.0.1.0.1",
                "127.0.0.1.0.1\0",
                "127.0.0.1.0.\u0661",
                "999.1.1.1.1.2",
                "01.2.3.4.0.1",
                "localhost.0.111",
                "::1",
                "::1.1",
                "::1%eth0.0.111",
                ":::.0.111",
                "[::1].0.111",
                "::1.2.3.4",
                ".0.111",
                "/run/x.0.111",
                "@x.0.111",
            })
    void whatIsNoInternetAddressIsNone(String text) {
        assertThat(UniversalAddress.parseInet(text)).isEmpty();
        assertThat(UniversalAddress.parse(Family.INET, text)).isEmpty();
        assertThat(UniversalAddress.parse(Family.INET6, text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "INET, ::1.0.111",
        "INET, ::.0.111",
        "INET, ::ffff:1.2.3.4.0.111",
        "INET, /run/rpcbind.sock",
        "INET6, 127.0.0.1.0.111",
        "INET6, 0.0.0.0.0.111",
        "INET6, @abstract",
        "LOOPBACK, 127.0.0.1.0.111",
        "LOOPBACK, ::1.0.111",
    })
    void anAddressOfAnotherFamilyIsNone(Family family, String text) {
        assertThat(UniversalAddress.parse(family, text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/run/rpcbind.sock", "/x", "@x", "/run/a b", "/1.2.3", "@\u00c3\u00a9", "/\u0080\u00ff"})
    void aLocalAddressIsAPathOrAnAbstractName(String text) {
        assertThat(UniversalAddress.parse(Family.LOOPBACK, text)).hasValue(new Local(text));
        assertThat(new Local(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "@",
                "run/x",
                "./x",
                " /x",
                "x",
                "/a\0b",
                "/a\nb",
                "/a\rb",
                "/a\tb",
                "/a\u001bb",
                "/a\u001fb",
                "/a\u007fb",
                "\0abstract",
                "/\u0100",
                "/\u202e",
            })
    void whatIsNoLocalAddressIsNone(String text) {
        assertThat(UniversalAddress.parse(Family.LOOPBACK, text)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Local(text));
    }

    @Test
    void aRefusedLocalAddressIsShownEscaped() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Local("/a\nb"))
                .withMessage("local address: /a\\x0ab (expected: \"/\" or \"@\" and a name, at most 108 bytes without"
                        + " control characters)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "@"})
    void aLocalAddressHas108BytesAtMost(String first) {
        String longest = first + "x".repeat(107);
        assertThat(UniversalAddress.parse(Family.LOOPBACK, longest)).hasValue(new Local(longest));
        assertThat(UniversalAddress.parse(Family.LOOPBACK, longest + "x")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Local(longest + "x"));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void anythingTooLongIsNone(Family family) {
        assertThat(UniversalAddress.parse(family, "1.".repeat(10_000) + "1")).isEmpty();
        assertThat(UniversalAddress.parse(family, "1:".repeat(10_000) + ".0.111"))
                .isEmpty();
        assertThat(UniversalAddress.parse(family, "/".repeat(10_000))).isEmpty();
    }

    @Test
    void aPortHas16Bits() {
        InetSocketAddress address =
                new InetSocketAddress(AddressText.parse("::1").orElseThrow(), 65535);
        assertThat(Inet.of(address).text()).isEqualTo("::1.255.255");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Inet(address.getAddress(), 65536))
                .withMessage("port: 65536 (expected: 0 to 65535)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Inet(address.getAddress(), -1))
                .withMessage("port: -1 (expected: 0 to 65535)");
    }

    @Test
    void anAddressThatIsNotResolvedIsRefused() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nfs.example.org", 111);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Inet.of(unresolved))
                .withMessageStartingWith("address: nfs.example.org")
                .withMessageEndingWith("(expected: a resolved one)");
    }

    @Test
    void thePortStaysWhenTheHostChanges() {
        Inet wildcard = UniversalAddress.parseInet("0.0.0.0.8.1").orElseThrow();
        assertThat(wildcard.at(AddressText.parse("10.9.0.1").orElseThrow()).text())
                .isEqualTo("10.9.0.1.8.1");
    }

    @ParameterizedTest
    @CsvSource({
        "224.0.0.0, true",
        "239.255.255.255, true",
        "255.255.255.255, true",
        "255.255.255.254, false",
        "223.255.255.255, false",
        "240.0.0.0, false",
        "0.0.0.0, false",
        "ff02::1, true",
        "fe80::1, false",
        "::ffff:255.255.255.255, false",
        "ffff:ffff::, true",
    })
    void aGroupIsMulticastOrTheLimitedBroadcast(String host, boolean group) {
        assertThat(new Inet(AddressText.parse(host).orElseThrow(), 2049).isGroup())
                .isEqualTo(group);
    }

    @Seeded
    void addressesAreReadAsTheyWereWritten(long seed) {
        RandomBindings random = new RandomBindings(new RandomValues(seed));
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            for (Family family : Family.values()) {
                UniversalAddress address = random.address(family);
                assertThat(UniversalAddress.parse(family, address.text())).hasValue(address);
            }
        }
    }
}
