package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.dispatch.Response;
import org.portmapper.identity.Peer;
import org.portmapper.identity.Sender;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.xdr.Opaque;

/** SET and UNSET of versions 2, 3 and 4: RFC 1833 sections 2.2.1 and 3.2. */
final class RegistrationTest {
    private final Calls calls = new Calls();

    @Test
    void theOwnerIsDecidedByTheTransportAndNeverByTheCall() throws Exception {
        calls.set(Calls.ROOT, 1, 1, "tcp", "0.0.0.0.8.1");
        calls.set(Calls.NOBODY, 2, 1, "tcp", "0.0.0.0.8.1");
        calls.set(Calls.LOOPBACK_RESERVED, 3, 1, "tcp", "0.0.0.0.8.1");
        calls.set(Calls.LOOPBACK_HIGH, 4, 1, "tcp", "0.0.0.0.8.1");

        assertThat(calls.registry.all())
                .extracting(each -> each.binding().owner())
                .containsExactly(Owner.SUPERUSER, new Owner("65534"), Owner.SUPERUSER, Owner.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.8.0.2 10.8.0.1", "127.0.0.2 127.0.0.1", "10.8.0.1 127.0.0.1", "10.8.0.1 10.8.0.1"})
    void whoeverIsNotOnExactLoopbackIsTooWeak(String addresses) {
        String[] ends = addresses.split(" ");
        Peer peer = Calls.inet(org.portmapper.rpc.rpcbind.Netid.UDP, ends[0], 700, ends[1]);
        DeniedReply tooWeak = new DeniedReply(1, new Denial.AuthError(AuthStat.TOO_WEAK));

        assertThat(calls.reply(peer, 2, 1, Calls.mapping(1, 1, 6, 99))).isEqualTo(tooWeak);
        assertThat(calls.reply(peer, 2, 2, Calls.mapping(1, 1, 6, 99))).isEqualTo(tooWeak);
        assertThat(calls.reply(peer, 3, 1, Calls.rpcb(1, 1, "tcp", "0.0.0.0.1.1")))
                .isEqualTo(tooWeak);
        assertThat(calls.reply(peer, 4, 2, Calls.rpcb(1, 1, "tcp", ""))).isEqualTo(tooWeak);
        assertThat(calls.registry.all()).isEmpty();
    }

    /** Its client asks again, and is then told by its mark; a refusal would be the last word. */
    @ParameterizedTest
    @ValueSource(longs = {2, 3, 4})
    void aChangeThatWasSentBeforeDatagramsWereMarkedIsNotAnsweredAndALookUpIs(long version) throws Exception {
        Peer early = new Peer.Inet(
                Netid.UDP,
                new InetSocketAddress(Calls.address("127.0.0.1"), 700),
                Calls.address("127.0.0.1"),
                new Sender.TooEarly());
        Opaque arguments = version == 2 ? Calls.mapping(1, 1, 6, 99) : Calls.rpcb(1, 1, "tcp", "0.0.0.0.1.1");
        for (long procedure : List.of(1L, 2L)) {
            assertThat(calls.response(early, version, procedure, arguments)).isInstanceOf(Response.Silence.class);
        }
        assertThat(calls.registry.all()).isEmpty();
        assertThat(calls.trail).isEmpty();
        assertThat(calls.status(early, version, 0, Opaque.EMPTY)).isInstanceOf(AcceptedStatus.Success.class);
        assertThat(calls.status(early, version, 3, arguments)).isInstanceOf(AcceptedStatus.Success.class);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp, 127.0.0.1.8.1", "udp, 0.0.0.0.0.1", "tcp6, ::.8.1", "udp6, fe80::1.255.255",
        "local, /run/x.sock", "local, @x", "unix, /run/x.sock", "tcp6, ::ffff:1.2.3.4.8.1"
    })
    void everyKnownNetidTakesAddressesOfItsFamily(String netid, String address) throws Exception {
        assertThat(calls.set(Calls.ROOT, 0, 0, netid, address)).isTrue();
        assertThat(calls.registry.all()).singleElement().satisfies(each -> {
            Binding binding = each.binding();
            assertThat(binding.netid().text()).isEqualTo(netid);
            assertThat(binding.address().text()).isEqualTo(address);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0.0.0.0.8.1",
        "bogus, 0.0.0.0.8.1",
        "TCP, 0.0.0.0.8.1",
        "tcp, ''",
        "tcp, nodots",
        "tcp, 1.2",
        "tcp, 999.1.1.1.1.2",
        "tcp, ::.8.1",
        "udp6, 0.0.0.0.8.1",
        "tcp, 0.0.0.0.256.1",
        "tcp, 0.0.0.0.-1.5",
        "tcp, 0.0.0.0.0.0",
        "tcp, 0.0.0.0.08.1",
        "tcp, 224.0.0.1.8.1",
        "tcp, 255.255.255.255.8.1",
        "tcp6, ff02::1.8.1",
        "local, relative.sock",
        "local, ''",
        "tcp6, ::1%eth0.8.1"
    })
    void whatCannotBeReachedIsRefusedAndNotStored(String netid, String address) throws Exception {
        assertThat(calls.set(Calls.ROOT, 7, 1, netid, address)).isFalse();
        assertThat(calls.registry.all()).isEmpty();
    }

    @Test
    void embeddedNulsAreNeverCutOffIntoSomethingValid() throws Exception {
        assertThat(calls.set(Calls.ROOT, 7, 1, "tcp\0zz", "0.0.0.0.8.1")).isFalse();
        assertThat(calls.set(Calls.ROOT, 7, 1, "tcp", "0.0.0.0.8.1\0zz")).isFalse();
        assertThat(calls.set(Calls.ROOT, 7, 1, "local", "/run/x\0y")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "6, 2049, true",
        "17, 65535, true",
        "6, 0, false",
        "6, 65536, false",
        "6, 70000, false",
        "6, 4294967295, false",
        "0, 99, false",
        "58, 99, false",
        "132, 99, false"
    })
    void version2TakesTcpAndUdpPortsOnly(long protocol, long port, boolean accepted) throws Exception {
        assertThat(calls.setMapping(Calls.ROOT, 7, 1, protocol, port)).isEqualTo(accepted);
        assertThat(calls.getPort(Calls.ROOT, 7, 1, protocol)).isEqualTo(accepted ? port : 0);
    }

    @Test
    void addressesAreComparedByValueAndListedInCanonicalSpelling() throws Exception {
        assertThat(calls.set(Calls.ROOT, 7, 1, "tcp6", "0:0:0:0:0:0:0:0.8.1")).isTrue();
        assertThat(calls.set(Calls.ROOT, 7, 1, "tcp6", "::.8.1")).isTrue();
        assertThat(calls.registry.all())
                .singleElement()
                .satisfies(each -> assertThat(each.binding().address().text()).isEqualTo("::.8.1"));
    }

    @Test
    void takenIsTakenForTheOwnerToo() throws Exception {
        calls.set(Calls.DAEMON, 7, 1, "tcp", "0.0.0.0.8.1");

        assertThat(calls.set(Calls.DAEMON, 7, 1, "tcp", "0.0.0.0.8.2")).isFalse();
        assertThat(calls.set(Calls.ROOT, 7, 1, "tcp", "0.0.0.0.8.2")).isFalse();
        assertThat(calls.set(Calls.NOBODY, 7, 1, "tcp", "0.0.0.0.8.1")).isTrue();
    }

    @Test
    void onlyTheOwnerAndTheSuperuserRemove() throws Exception {
        calls.set(Calls.DAEMON, 7, 1, "tcp", "0.0.0.0.8.1");

        assertThat(calls.unset(Calls.NOBODY, 7, 1, "tcp")).isFalse();
        assertThat(calls.unset(Calls.LOOPBACK_HIGH, 7, 1, "")).isFalse();
        assertThat(calls.registry.all()).hasSize(1);
        assertThat(calls.unset(Calls.DAEMON, 7, 1, "tcp")).isTrue();
        assertThat(calls.registry.all()).isEmpty();
    }

    @Test
    void unsetOfAllNetidsIsAllOrNothing() throws Exception {
        calls.set(Calls.DAEMON, 7, 1, "udp", "0.0.0.0.8.1");
        calls.set(Calls.NOBODY, 7, 1, "tcp", "0.0.0.0.8.1");

        assertThat(calls.unset(Calls.DAEMON, 7, 1, "")).isFalse();
        assertThat(calls.registry.all()).hasSize(2);
        assertThat(calls.unset(Calls.ROOT, 7, 1, "")).isTrue();
        assertThat(calls.registry.all()).isEmpty();
    }

    @Test
    void unsetOfWhatIsNotThereSucceeds() throws Exception {
        assertThat(calls.unset(Calls.NOBODY, 7, 1, "bogus")).isTrue();
        assertThat(calls.unsetMapping(Calls.NOBODY, 7, 1)).isTrue();
    }

    @Test
    void version2RemovesBothTransportsWhateverProtocolIsGiven() throws Exception {
        calls.setMapping(Calls.LOOPBACK_HIGH, 7, 1, 6, 99);
        calls.setMapping(Calls.LOOPBACK_HIGH, 7, 1, 17, 99);
        calls.set(Calls.LOOPBACK_HIGH, 7, 1, "tcp6", "::.0.99");

        assertThat(calls.unsetMapping(Calls.LOOPBACK_HIGH, 7, 1)).isTrue();
        assertThat(calls.registry.all())
                .singleElement()
                .satisfies(each -> assertThat(each.binding().netid().text()).isEqualTo("tcp6"));
    }

    @Test
    void version2SaysFalseWhenOneTransportBelongsToSomebodyElse() throws Exception {
        calls.set(Calls.DAEMON, 7, 1, "tcp", "0.0.0.0.0.99");
        calls.setMapping(Calls.LOOPBACK_HIGH, 7, 1, 17, 99);

        assertThat(calls.unsetMapping(Calls.LOOPBACK_HIGH, 7, 1)).isFalse();
        assertThat(calls.registry.all())
                .extracting(each -> each.binding().netid().text())
                .isEqualTo(List.of("tcp"));
    }

    @Test
    void nobodyRegistersOrRemovesThePortmapperItself() throws Exception {
        assertThat(calls.set(Calls.ROOT, 100000, 7, "udp", "0.0.0.0.39.15")).isFalse();
        assertThat(calls.setMapping(Calls.LOOPBACK_RESERVED, 100000, 2, 17, 111))
                .isFalse();
        assertThat(calls.unset(Calls.ROOT, 100000, 2, "")).isFalse();
        assertThat(calls.unsetMapping(Calls.ROOT, 100000, 2)).isFalse();
    }

    @Test
    void theThreeVersionsSeeTheSameRegistry() throws Exception {
        calls.setMapping(Calls.LOOPBACK_HIGH, 7, 1, 6, 2049);

        assertThat(calls.getAddr(Calls.LOOPBACK_TCP, 7, 1, "")).isEqualTo("127.0.0.1.8.1");
        assertThat(calls.set(Calls.ROOT, 7, 1, "tcp", "0.0.0.0.8.1")).isTrue();
        assertThat(calls.unset(Calls.ROOT, 7, 1, "")).isTrue();
        assertThat(calls.getPort(Calls.LOOPBACK_HIGH, 7, 1, 6)).isZero();
    }
}
