package org.portmapper.rpc.rpcbind;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;

/** The text of addresses, beside what inet_ntop writes and inet_pton reads. */
class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        "00000000, 0.0.0.0",
        "7f000001, 127.0.0.1",
        "ffffffff, 255.255.255.255",
        "0a090063, 10.9.0.99",
        "0000000000000000 0000000000000000, ::",
        "0000000000000000 0000000000000001, ::1",
        "0000000000000000 0000000000010000, ::0.1.0.0",
        "0000000000000000 0000000001020304, ::1.2.3.4",
        "0000000000000000 0000ffff01020304, ::ffff:1.2.3.4",
        "0000000000000000 0000ffff00000000, ::ffff:0.0.0.0",
        "0000000000000000 0000fffe01020304, ::fffe:102:304",
        "0000000000000000 ffff000001020304, ::ffff:0:102:304",
        "0000000000000000 0001ffff01020304, ::1:ffff:102:304",
        "0001000000000000 0000ffff01020304, 1::ffff:102:304",
        "0001000000000000 0000000000000000, 1::",
        "fe80000000000000 0000000000000001, fe80::1",
        "0001000000000002 0000000000000000, 1:0:0:2::",
        "0000000000000001 0000000000000000, 0:0:0:1::",
        "0001000000000002 0003000000000004, 1::2:3:0:0:4",
        "0001000000020003 0004000000000005, 1:0:2:3:4::5",
        "0001000200000003 0004000500060007, 1:2:0:3:4:5:6:7",
        "0000000100020003 0004000500060007, 0:1:2:3:4:5:6:7",
        "0001000200030004 0005000600070000, 1:2:3:4:5:6:7:0",
        "0001000200030004 0005000600000000, 1:2:3:4:5:6::",
        "20010db8000000ff 00abcdef0f000000, 2001:db8:0:ff:ab:cdef:f00:0",
        "ffffffffffffffff ffffffffffffffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    })
    void theCanonicalTextIsThatOfInetNtop(String bytes, String text) throws UnknownHostException {
        byte[] wanted = HexText.bytes(bytes).toBytes();
        InetAddress parsed = AddressText.parse(text).orElseThrow();
        assertThat(parsed.getAddress()).isEqualTo(wanted);
        assertThat(AddressText.of(parsed)).isEqualTo(text);
        InetAddress given =
                wanted.length == 4 ? InetAddress.getByAddress(wanted) : Inet6Address.getByAddress("name", wanted, -1);
        assertThat(AddressText.of(given)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "FE80::ABCD, fe80::abcd",
        "0:0:0:0:0:0:0:0, ::",
        "0000:0000:0000:0000:0000:0000:0000:0001, ::1",
        "::0001, ::1",
        "1:0::0:2, 1::2",
        "1::2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "::102:304, ::1.2.3.4",
        "::FFFF:102:304, ::ffff:1.2.3.4",
        "0:0:0:0:0:ffff:1.2.3.4, ::ffff:1.2.3.4",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "64:ff9b::1.2.3.4, 64:ff9b::102:304",
        "::0.0.0.0, ::",
    })
    void anyFormIsReadAndTheCanonicalOneWritten(String text, String canonical) {
        assertThat(AddressText.parse(text).map(AddressText::of)).hasValue(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "...",
                "1",
                "1.2",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.",
                ".2.3.4",
                "1..3.4",
                "256.1.1.1",
                "1.1.1.256",
                "01.2.3.4",
                "1.2.3.00",
                "1.2.3.04",
                "1.2.3.4 ",
                " 1.2.3.4",
                "+1.2.3.4",
                "-1.2.3.4",
                "1.2.3.0x4",
                "1.2.3.a",
                "1.2.3.4294967297",
                "1.2.3.4\0",
                "\u0661.2.3.4",
                "1.2.3.\u06f4",
                "\uff11.2.3.4",
                "localhost",
                "1.2.3.4/8",
            })
    void whatIsNoIpv4AddressIsNone(String text) {
        assertThat(AddressText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":",
                ":::",
                "::::",
                "1:",
                ":1",
                "1:2",
                "1:::2",
                "1::2::3",
                "::1::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:",
                ":1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:",
                ":1:2:3:4:5:6:7:8",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1:2:3:4::5:6:7:8",
                "12345::",
                "::00001",
                "::g",
                "::-1",
                "::+1",
                "::0x1",
                "::1%eth0",
                "fe80::1%2",
                "[::1]",
                "::1/128",
                "::1 ",
                " ::1",
                "::1\0",
                "::\0",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "::1.2.3",
                "::1.2.3.256",
                "::1.2.3.04",
                "1.2.3.4:1:2:3:4:5:6",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:2:3:4:5:1.2.3.4",
                "1::2:3:4:5:6:7:1.2.3.4",
                "::\u0661",
                "::\uff41",
                "::\uff11",
                "::1.2.3.\u0661",
            })
    void whatIsNoIpv6AddressIsNone(String text) {
        assertThat(AddressText.parse(text)).isEmpty();
    }

    @Test
    void aScopeIsNotWritten() throws UnknownHostException {
        byte[] linkLocal = HexText.bytes("fe800000000000000000000000000001").toBytes();
        assertThat(AddressText.of(Inet6Address.getByAddress("name", linkLocal, 7)))
                .isEqualTo("fe80::1");
    }

    @Test
    void aMappedAddressStaysAnIpv6Address() {
        assertThat(AddressText.parse("::ffff:1.2.3.4").orElseThrow()).isInstanceOf(Inet6Address.class);
        assertThat(AddressText.parse("1.2.3.4").orElseThrow()).isInstanceOf(Inet4Address.class);
    }

    @Seeded
    void ipv4AddressesAreReadAsTheyWereWritten(long seed) {
        RandomBindings random = new RandomBindings(new RandomValues(seed));
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            InetAddress address = random.ipv4();
            assertThat(AddressText.parse(AddressText.of(address))).hasValue(address);
        }
    }

    @Seeded
    void ipv6AddressesAreReadAsTheJdkReadsThem(long seed) throws UnknownHostException {
        RandomBindings random = new RandomBindings(new RandomValues(seed));
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            InetAddress address = random.ipv6();
            String text = AddressText.of(address);
            assertThat(AddressText.parse(text)).as(text).hasValue(address);
            if (!text.startsWith("::ffff:") || !text.contains(".")) {
                // The JDK makes an IPv4 address of a mapped one.
                assertThat(InetAddress.getByName("[" + text + "]")).as(text).isEqualTo(address);
            }
            assertThat(AddressText.parse(address.getHostAddress())).as(text).hasValue(address);
        }
    }

    @Seeded
    void whateverIsReadHasOneText(long seed) {
        RandomValues values = new RandomValues(seed);
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            String noise = values.chars(values.upTo(12), '.', ':' + 1);
            AddressText.parse(noise)
                    .ifPresent(address -> assertThat(AddressText.parse(AddressText.of(address)))
                            .as(noise)
                            .hasValue(address));
        }
    }
}
