package org.portmapper.rpc.rpcbind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;

/** What becomes of a binding on the wire of each version. */
class BindingTest {
    @ParameterizedTest
    @CsvSource({"UDP, 0.0.0.0.15.160, 17, 4000", "TCP, 10.9.0.1.1.2, 6, 258", "TCP, 10.9.0.1.255.255, 6, 65535"})
    void version2SeesIpv4(Netid netid, String address, long protocol, long port) {
        assertThat(binding(netid, address).toMapping()).hasValue(new Mapping(100003, 4, protocol, port));
    }

    @ParameterizedTest
    @CsvSource({"UDP6, ::.15.160", "TCP6, ::1.1.2", "TCP6, ::ffff:1.2.3.4.1.2", "LOCAL, /run/x", "UNIX, @x"})
    void version2SeesNothingElse(Netid netid, String address) {
        assertThat(binding(netid, address).toMapping()).isEmpty();
    }

    @Test
    void versions3And4SeeAllOfIt() {
        assertThat(binding(Netid.TCP6, "0:0::1.8.1").toRpcb())
                .isEqualTo(new Rpcb(100003, 4, "tcp6", "::1.8.1", "superuser"));
    }

    @Seeded
    void aBindingIsFoundAgainInItsRpcb(long seed) {
        RandomBindings random = new RandomBindings(new RandomValues(seed));
        for (int i = 0; i < RandomValues.PER_SEED; i++) {
            Binding binding = random.binding();
            Rpcb rpcb = binding.toRpcb();
            Netid netid = Netid.of(rpcb.netid()).orElseThrow();
            UniversalAddress address =
                    UniversalAddress.parse(netid.family(), rpcb.address()).orElseThrow();
            assertThat(new Binding(rpcb.program(), rpcb.version(), netid, address, new Owner(rpcb.owner())))
                    .isEqualTo(binding);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UDP, 127.0.0.1.5.2, 1, inet, udp",
        "TCP6, ::1.5.2, 3, inet6, tcp",
        "LOCAL, /run/x, 3, loopback, -",
    })
    void anEntrySaysWhatItsTransportIs(Netid netid, String text, long semantics, String family, String protocol) {
        UniversalAddress address = UniversalAddress.parse(netid.family(), text).orElseThrow();
        assertThat(RpcbEntry.of(address, netid))
                .isEqualTo(new RpcbEntry(text, netid.text(), semantics, family, protocol));
    }

    @ParameterizedTest
    @CsvSource({"0, superuser", "1, 1", "104, 104", "65534, 65534", "4294967295, 4294967295"})
    void anOwnerIsTheSuperuserOrANumber(long uid, String name) {
        assertThat(Owner.ofUid(uid)).isEqualTo(new Owner(name));
    }

    private static Binding binding(Netid netid, String text) {
        UniversalAddress address = UniversalAddress.parse(netid.family(), text).orElseThrow();
        return new Binding(100003, 4, netid, address, Owner.SUPERUSER);
    }
}
