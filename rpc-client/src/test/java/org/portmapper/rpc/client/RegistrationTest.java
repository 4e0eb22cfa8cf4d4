package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.RegistryPortmapper.Habit;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;

/** Registering and withdrawing while nothing is in the way. */
@Timeout(60)
@SuppressWarnings("try") // closing is what is tested; peers do their work by being open
class RegistrationTest {
    private static final long PROGRAM = 0x2000_0001L;
    private static final ServiceAddress ON_TCP = ServiceAddress.of(PROGRAM, 1, Netid.TCP, 2049);
    private static final ServiceAddress ON_UDP = ServiceAddress.of(PROGRAM, 1, Netid.UDP, 2050);
    private static final ServiceAddress ON_TCP6 = ServiceAddress.of(PROGRAM, 1, Netid.TCP6, 2051);

    private static RpcbindClient open(StreamPeer peer) throws Exception {
        return RpcbindClient.open(ScriptedPortmapper.addressOf(peer)).within(Duration.ofSeconds(20));
    }

    @Test
    void allAreSetInTheirOrderAndWithdrawnByClose() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            Registration registration = client.register(ON_UDP, ON_TCP, ON_TCP6);
            assertThat(registration.services()).containsExactly(ON_UDP, ON_TCP, ON_TCP6);
            assertThat(registration.status()).isInstanceOf(Registration.Registered.class);
            assertThat(portmapper.heardSoFar())
                    .containsExactly("SET udp 0.0.0.0.8.2", "SET tcp 0.0.0.0.8.1", "SET tcp6 ::.8.3");
            assertThat(portmapper.bindings())
                    .containsExactly(
                            new Rpcb(PROGRAM, 1, "udp", "0.0.0.0.8.2", ""),
                            new Rpcb(PROGRAM, 1, "tcp", "0.0.0.0.8.1", ""),
                            new Rpcb(PROGRAM, 1, "tcp6", "::.8.3", ""));
            registration.close();
            assertThat(portmapper.bindings()).isEmpty();
            assertThat(registration.status()).isEqualTo(new Registration.Closed());
        }
    }

    @Test
    void mappingsOfVersion2AreSetAndWithdrawn() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(2);
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer);
                Registration registration = client.register(ON_UDP, ON_TCP)) {
            assertThat(portmapper.bindings()).extracting(Rpcb::netid).containsExactly("udp", "tcp");
            registration.close();
            assertThat(portmapper.bindings()).isEmpty();
        }
    }

    @Test
    void secondCloseDoesNothing() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            Registration registration = client.register(ON_TCP);
            registration.close();
            registration.close();
            assertThat(portmapper.heardSoFar()).containsExactly("SET tcp 0.0.0.0.8.1", "UNSET tcp");
        }
    }

    @Test
    void closingTheClientWithdrawsWhatIsOpen() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        try (StreamPeer peer = portmapper.onTcp()) {
            RpcbindClient client = open(peer);
            Registration first = client.register(ON_TCP);
            Registration second = client.within(Duration.ofSeconds(10)).register(ON_UDP);
            client.close();
            assertThat(portmapper.bindings()).isEmpty();
            assertThat(first.status()).isEqualTo(new Registration.Closed());
            assertThat(second.status()).isEqualTo(new Registration.Closed());
        }
    }

    @Test
    void closedClientRegistersNothing() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        try (StreamPeer peer = portmapper.onTcp()) {
            RpcbindClient client = open(peer);
            client.close();
            String text = ON_TCP + ": closed by this program";
            assertThatThrownBy(() -> client.register(ON_TCP))
                    .isInstanceOf(RpcException.Closed.class)
                    .hasMessage(text);
            assertThatThrownBy(() -> client.registerWhenPresent(List.of(ON_TCP)))
                    .isInstanceOf(RpcException.Closed.class)
                    .hasMessage(text);
            assertThat(portmapper.heardSoFar()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void refusalOfOneUndoesThoseBeforeIt(int index) throws Exception {
        List<ServiceAddress> services = List.of(ON_UDP, ON_TCP, ON_TCP6);
        ServiceAddress unwanted = services.get(index);
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        portmapper.refuse(unwanted.universalAddress().text());
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            assertThatThrownBy(() -> client.register(services))
                    .isInstanceOfSatisfying(
                            RpcException.RegistrationRefused.class,
                            refused -> assertThat(refused.service()).isEqualTo(unwanted))
                    .hasMessageStartingWith(unwanted + ": refused by the portmapper at "
                            + ScriptedPortmapper.addressOf(peer)
                            + "; nothing is registered in its place, so this caller may not register it, or nothing"
                            + " listens at that address: the portmapper's log says which rule refused and what would"
                            + " allow it, and so does \"portmapper policy explain --program " + PROGRAM + "\"");
            assertThat(portmapper.bindings()).isEmpty();
            assertThat(portmapper.heardSoFar().stream().filter(call -> call.startsWith("UNSET")))
                    .hasSize(index);
        }
    }

    @Test
    void refusedByRegisterWhenPresentIsThrownToo() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        portmapper.become(Habit.REFUSES);
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            assertThatThrownBy(() -> client.registerWhenPresent(List.of(ON_TCP)))
                    .isInstanceOf(RpcException.RegistrationRefused.class);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            DENIES, org.portmapper.rpc.client.RpcException$Denied,      'denied, AUTH_TOOWEAK; the server wants better proof of who calls: try on its own host, over the local socket'
            FAILS,  org.portmapper.rpc.client.RpcException$SystemError, the server failed (SYSTEM_ERR); its log may say why
            """)
    void whatIsAnsweredWithAFailureIsRefused(Habit habit, Class<? extends RpcException> cause, String text)
            throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        portmapper.become(habit);
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            String asked = ScriptedPortmapper.addressOf(peer) + ": portmapper version 4 SET: ";
            assertThatThrownBy(() -> client.register(ON_TCP))
                    .isInstanceOf(RpcException.RegistrationRefused.class)
                    .hasMessage(ON_TCP + ": refused: " + asked + text)
                    .hasCauseInstanceOf(cause);
        }
    }

    @Test
    void whatVersion2CannotRegisterIsRefusedAndUndone() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(2);
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            assertThatThrownBy(() -> client.register(ON_TCP, ON_TCP6))
                    .isInstanceOfSatisfying(
                            RpcException.RegistrationRefused.class,
                            refused -> assertThat(refused.service()).isEqualTo(ON_TCP6))
                    .hasMessageEndingWith("version 3 is not served there (expected: 2); version 2 of the portmapper's"
                            + " protocol can register udp and tcp only")
                    .hasCauseInstanceOf(RpcException.ProgramMismatch.class);
            assertThat(portmapper.bindings()).isEmpty();
        }
    }

    @Test
    void portmapperThatIsNotThereIsTold() throws Exception {
        try (DeafPort deaf = DeafPort.open();
                RpcbindClient client = RpcbindClient.open(deaf.tcp())) {
            assertThatThrownBy(() -> client.register(ON_TCP))
                    .isInstanceOf(RpcException.Unreachable.class)
                    .hasMessageEndingWith("; is a portmapper running there?");
        }
    }

    @Test
    void portmapperThatDoesNotAnswerIsTold() throws Exception {
        try (UdpPeer silent = new UdpPeer(call -> List.of());
                RpcbindClient client =
                        RpcbindClient.open(ScriptedPortmapper.addressOf(silent)).within(Duration.ofMillis(20))) {
            assertThatThrownBy(() -> client.register(ON_TCP)).isInstanceOf(RpcException.TimedOut.class);
        }
    }

    @Test
    void portmapperThatGoesWhileItRegistersIsTold() throws Exception {
        try (StreamPeer peer = StreamPeer.onTcp(StreamPeer.Connection::read);
                RpcbindClient client = open(peer)) {
            assertThatThrownBy(() -> client.register(ON_TCP)).isInstanceOf(RpcException.Closed.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Registration.SERVICES_LIMIT + 1})
    void asManyServicesAreRefused(int count) throws Exception {
        List<ServiceAddress> services = Collections.nCopies(count, ON_TCP);
        try (RpcbindClient client = RpcbindClient.open(RpcAddress.ofLocal("/nowhere"))) {
            String text = "services: " + count + " (expected: 1 to 1000)";
            assertThatThrownBy(() -> client.register(services))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(text);
            assertThatThrownBy(() -> client.registerWhenPresent(services))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(text);
        }
    }

    @Test
    void asManyServicesAsAreAllowedAreSetAndWithdrawn() throws Exception {
        List<ServiceAddress> services = IntStream.rangeClosed(1, Registration.SERVICES_LIMIT)
                .mapToObj(version -> ServiceAddress.of(PROGRAM, version, Netid.TCP, version))
                .toList();
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer);
                Registration registration = client.register(services)) {
            assertThat(portmapper.bindings())
                    .isEqualTo(services.stream().map(ServiceAddress::toRpcb).toList());
            registration.close();
            assertThat(portmapper.bindings()).isEmpty();
        }
    }
}
