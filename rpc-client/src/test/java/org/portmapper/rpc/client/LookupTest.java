package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.FoundService.Origin;
import org.portmapper.rpc.client.ScriptedPortmapper.Refusal;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;

/** Look-ups, and what is known about their answers. */
@Timeout(60)
class LookupTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static RpcbindClient client(RpcAddress... ways) {
        return RpcbindClient.of(new PortmapperPlace.Known(List.of(ways))).within(DEADLINE);
    }

    /** One that says that everything is at port 2049. */
    private static ScriptedPortmapper knowing(long highest) {
        return new ScriptedPortmapper(
                highest,
                Refusal.PROG_MISMATCH,
                (procedure, results) -> procedure.version() == 2
                        ? results.writeUnsignedInt(2049)
                        : results.writeString("127.0.0.1.8.1"));
    }

    @ParameterizedTest
    @CsvSource({"4, GETVERSADDR", "3, GETADDR", "2, GETPORT"})
    void answerTellsHowItWasObtained(long version, String procedure) throws Exception {
        try (UdpPeer peer = knowing(version).onUdp();
                RpcbindClient client = client(ScriptedPortmapper.addressOf(peer))) {
            Optional<FoundService> found = client.lookup(100003, 3, Netid.UDP);
            FoundService expected = new FoundService(
                    new ServiceAddress(100003, 3, RpcAddress.of("127.0.0.1", 2049, Netid.UDP)),
                    Optional.empty(),
                    new Origin(ScriptedPortmapper.addressOf(peer), version, procedure, false));
            assertThat(found).contains(expected);
            assertThat(expected.address()).hasToString("udp 127.0.0.1:2049");
            assertThat(Patience.await(client.lookupAsync(100003, 3, Netid.UDP))).isEqualTo(found);
        }
    }

    @BeforeAll
    static void warmUp() throws Exception {
        Patience.loadAll();
    }

    @Test
    void transportIsAskedAboutByItself() throws Exception {
        try (UdpPeer udp = knowing(4).onUdp();
                StreamPeer tcp = knowing(4).onTcp();
                RpcbindClient client = client(ScriptedPortmapper.addressOf(udp), ScriptedPortmapper.addressOf(tcp))) {
            for (Netid netid : List.of(Netid.UDP, Netid.TCP)) {
                FoundService found = client.lookup(100003, 3, netid).orElseThrow();
                assertThat(found.service().netid()).isEqualTo(netid);
                assertThat(found.origin().portmapper().netid()).isEqualTo(netid);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"4, 31", "2,"})
    void transportByWhichThePortmapperIsNotReachedIsListed(long version, String owner) throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(version);
        portmapper.add(new Rpcb(100003, 4, "tcp", "0.0.0.0.8.2", "31"));
        portmapper.add(new Rpcb(100003, 3, "udp", "0.0.0.0.8.3", "31"));
        portmapper.add(new Rpcb(100003, 3, "tcp", "0.0.0.0.8.1", "31"));
        try (UdpPeer peer = portmapper.onUdp();
                RpcbindClient client = client(ScriptedPortmapper.addressOf(peer))) {
            assertThat(client.lookup(100003, 3, Netid.TCP))
                    .contains(new FoundService(
                            new ServiceAddress(100003, 3, RpcAddress.of("127.0.0.1", 2049, Netid.TCP)),
                            Optional.ofNullable(owner),
                            new Origin(ScriptedPortmapper.addressOf(peer), version, "DUMP", false)));
            assertThat(client.lookup(100003, 2, Netid.TCP)).isEmpty();
            assertThat(client.lookup(100003, 3, Netid.TCP6)).isEmpty();
            assertThat(client.lookup(100005, 3, Netid.TCP)).isEmpty();
        }
    }

    /** As where somebody on the way drops UDP: after the first time it is not waited for any more. */
    @Test
    void transportByWhichThePortmapperDoesNotAnswerIsListed() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        portmapper.add(new Rpcb(100003, 3, "udp", "0.0.0.0.8.1", ""));
        try (UdpPeer silent = new UdpPeer(call -> List.of());
                StreamPeer tcp = portmapper.onTcp();
                RpcbindClient client =
                        client(ScriptedPortmapper.addressOf(silent), ScriptedPortmapper.addressOf(tcp))) {
            RpcbindClient patient = client.within(Duration.ofSeconds(4));
            assertThat(patient.lookup(100003, 3, Netid.UDP)
                            .orElseThrow()
                            .origin()
                            .procedure())
                    .isEqualTo("DUMP");
            assertThat(ScriptedPortmapper.asked(silent)).containsExactly("4.9");
            assertThat(patient.lookup(100003, 3, Netid.UDP)).isPresent();
            assertThat(ScriptedPortmapper.asked(silent)).containsExactly("4.9");
        }
    }

    @Test
    void whereNobodyAnswersTheFirstFailureIsTold() throws Exception {
        try (DeafPort deaf = DeafPort.open();
                RpcbindClient client = client(deaf.tcp(), deaf.udp())) {
            assertThatThrownBy(() -> client.lookup(100003, 3, Netid.UDP))
                    .isInstanceOf(RpcException.Unreachable.class)
                    .hasMessageStartingWith(deaf.udp() + ": portmapper version 4 GETVERSADDR: ");
        }
    }

    @Test
    void servicesAreAllThatCanBeReached() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        portmapper.add(new Rpcb(100003, 3, "tcp", "0.0.0.0.8.1", "superuser"));
        portmapper.add(new Rpcb(100005, 1, "tcp", "0.0.0.0.8.5", "superuser"));
        portmapper.add(new Rpcb(100003, 4, "tcp6", "::.8.1", ""));
        portmapper.add(new Rpcb(100003, 4, "udp", "192.0.2.7.8.1", "31"));
        portmapper.add(new Rpcb(100003, 4, "local", "/run/nfs.sock", "31"));
        portmapper.add(new Rpcb(100003, 4, "sctp", "0.0.0.0.8.1", "31"));
        portmapper.add(new Rpcb(100003, 4, "udp6", "0.0.0.0.8.1", "31"));
        portmapper.add(new Rpcb(100003, 5, "tcp", "nowhere", "31"));
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = client(ScriptedPortmapper.addressOf(peer))) {
            List<FoundService> services = client.services(100003);
            assertThat(services)
                    .extracting(found -> found.service().version() + " " + found.address() + " "
                            + found.owner().orElse("-"))
                    .containsExactly(
                            "3 tcp 127.0.0.1:2049 superuser",
                            "4 tcp6 [::1]:2049 -",
                            "4 udp 192.0.2.7:2049 31",
                            "4 local /run/nfs.sock 31");
            Origin origin = new Origin(ScriptedPortmapper.addressOf(peer), 4, "DUMP", false);
            assertThat(services).extracting(FoundService::origin).containsOnly(origin);
            assertThat(Patience.await(client.servicesAsync(100003))).isEqualTo(services);
            assertThat(client.services(1)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, 3, program", "100003, 4294967296, version"})
    void numbersThat32BitsCannotHoldAreRefused(long program, long version, String name) throws Exception {
        try (RpcbindClient client = client(RpcAddress.ofLocal("/nowhere"))) {
            List<ThrowingCallable> questions = List.of(
                    () -> client.lookup(program, version, Netid.TCP),
                    () -> client.lookupAsync(program, version, Netid.TCP),
                    () -> client.forget(program, version, Netid.TCP),
                    () -> client.addresses(program, version),
                    () -> client.addressesAsync(program, version),
                    () -> client.unset(program, version, "tcp"));
            for (ThrowingCallable question : questions) {
                assertThatThrownBy(question)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(name + ": ");
            }
            assertThatThrownBy(() -> client.services(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.program(-1, Netid.TCP)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
