package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.rpcbind.Netid.Family;
import org.portmapper.rpc.rpcbind.TransportAddress;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.Opaque;

/** What {@link ProcedureTest} does not ask: abstract names, and structures that are cut off or of another transport's family. */
final class SocketAddressBytesTest {
    @ParameterizedTest
    @CsvSource({"@abstract", "/run/one"})
    void localNamesAreConvertedBothWays(String name) {
        TransportAddress address = SocketAddressBytes.of(Family.LOOPBACK, name);

        assertThat(address.bytes().toBytes()[2]).isEqualTo(name.startsWith("@") ? (byte) 0 : (byte) '/');
        assertThat(SocketAddressBytes.toUniversalAddress(Family.LOOPBACK, address)
                        .map(UniversalAddress::text))
                .contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "LOOPBACK, ''",
        "LOOPBACK, 01",
        "LOOPBACK, 0100",
        "LOOPBACK, 010000",
        "LOOPBACK, 0200 0801 7f0000",
        "LOOPBACK, 0a00 0801 00000000 00000000000000000000000000000000",
        "LOOPBACK, 1000 0801 00000000 0000000000000000",
        "INET,     0a00 0801 00000000 00000000000000000000000000000001 00000000",
        "INET,     0100 2f72756e",
        "INET6,    0200 0801 7f000001 0000000000000000",
        "INET6,    0100 2f72756e",
    })
    void whatIsNoAddressOfTheTransportIsNone(Family family, String hex) {
        Opaque bytes = Opaque.ofHex(hex.replace(" ", ""));

        assertThat(SocketAddressBytes.toUniversalAddress(family, new TransportAddress(bytes.length(), bytes)))
                .isEmpty();
    }
}
