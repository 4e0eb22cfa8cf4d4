package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.RegistryPortmapper.Habit;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;

/** What becomes of a registration that another one stands in the way of. */
@Timeout(60)
class RegistrationConflictTest {
    private static final long PROGRAM = 0x2000_0001L;
    private static final ServiceAddress ON_TCP = ServiceAddress.of(PROGRAM, 1, Netid.TCP, 2049);
    private static final ServiceAddress ON_UDP = ServiceAddress.of(PROGRAM, 1, Netid.UDP, 2049);

    private static RpcbindClient open(StreamPeer peer) throws Exception {
        return RpcbindClient.open(ScriptedPortmapper.addressOf(peer)).within(Duration.ofSeconds(20));
    }

    private static Rpcb at(RpcAddress address) {
        return new ServiceAddress(PROGRAM, 1, address).toRpcb();
    }

    private static UdpPeer answering(AcceptedStatus status) throws Exception {
        return new UdpPeer(call -> List.of(new AcceptedReply(call.xid(), status).toBuffer()));
    }

    private static void assertRefused(RpcbindClient client, ServiceAddress service, String reason) throws Exception {
        assertThatThrownBy(() -> client.register(service))
                .isInstanceOf(RpcException.RegistrationRefused.class)
                .hasMessageStartingWith(service + ": refused by the portmapper at ")
                .hasMessageEndingWith("; " + reason);
    }

    @Test
    void whatADeadServiceHasLeftBehindIsWithdrawn() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        try (DeafPort deaf = DeafPort.open();
                StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            portmapper.add(at(deaf.tcp()));
            portmapper.add(at(deaf.udp()));
            client.register(ON_TCP, ON_UDP);
            assertThat(portmapper.bindings()).containsExactly(ON_TCP.toRpcb(), ON_UDP.toRpcb());
            assertThat(portmapper.heardSoFar())
                    .containsSubsequence("SET tcp 0.0.0.0.8.1", "DUMP", "UNSET tcp", "SET tcp 0.0.0.0.8.1")
                    .containsSubsequence("SET udp 0.0.0.0.8.1", "DUMP", "UNSET udp", "SET udp 0.0.0.0.8.1");
        }
    }

    /** UNSET takes udp and tcp together: what was set before is set again. */
    @Test
    void whatADeadServiceHasLeftBehindIsWithdrawnInVersion2() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(2);
        try (DeafPort deaf = DeafPort.open();
                StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            portmapper.add(at(deaf.udp()));
            client.register(ON_TCP, ON_UDP);
            assertThat(portmapper.bindings()).containsExactly(ON_TCP.toRpcb(), ON_UDP.toRpcb());
        }
    }

    @Test
    void livingServiceIsNotTouched() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        try (UdpPeer living = answering(new AcceptedStatus.SystemError());
                StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            RpcAddress address = ScriptedPortmapper.addressOf(living);
            portmapper.add(new Rpcb(PROGRAM, 1, "udp", address.address().text(), "31\u001b3"));
            assertRefused(
                    client,
                    ON_UDP,
                    "it is registered by owner 31\\x1b3 at udp "
                            + address.address().text() + ", and it is served there: stop that service first");
            assertThat(portmapper.heardSoFar()).containsExactly("SET udp 0.0.0.0.8.1", "DUMP");
            assertThat(ScriptedPortmapper.asked(living)).containsExactly("1.0");
        }
    }

    @Test
    void livingServiceOnTheOtherTransportIsNotTouchedInVersion2() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(2);
        try (DeafPort deaf = DeafPort.open();
                UdpPeer living = answering(new AcceptedStatus.SystemError());
                StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            Rpcb dead = at(deaf.tcp());
            Rpcb alive = at(ScriptedPortmapper.addressOf(living));
            portmapper.add(dead);
            portmapper.add(alive);
            assertThatThrownBy(() -> client.register(ON_TCP))
                    .isInstanceOf(RpcException.RegistrationRefused.class)
                    .hasMessageEndingWith("and it is served there: stop that service first");
            assertThat(portmapper.bindings()).hasSize(2);
        }
    }

    @Test
    void whoeverDoesNotAnswerMayBeBusy() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        try (UdpPeer busy = new UdpPeer(call -> List.of());
                StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            Rpcb other = at(ScriptedPortmapper.addressOf(busy));
            portmapper.add(other);
            assertRefused(client, ON_UDP, unclear(other));
            assertThat(portmapper.bindings()).containsExactly(other);
        }
    }

    private static String unclear(Rpcb other) {
        return "it is registered at " + other.netid() + " " + other.address()
                + ", and it cannot be seen from here whether it is served there: stop that service, or if it has"
                + " ended, as its owner or root, run \"rpcinfo -d " + PROGRAM + " 1\"";
    }

    /** Another program has got the port of the one that crashed. */
    @Test
    void serverThatDoesNotKnowTheProgramIsNotIt() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        try (UdpPeer another = answering(new AcceptedStatus.ProgramUnavailable());
                StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            portmapper.add(at(ScriptedPortmapper.addressOf(another)));
            client.register(ON_UDP);
            assertThat(portmapper.bindings()).containsExactly(ON_UDP.toRpcb());
        }
    }

    /** The kernel refuses to connect to everybody at once, which is no word about the service. */
    @Test
    void serviceToWhichThereIsNoWayIsNotTouched() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        Rpcb other = new Rpcb(PROGRAM, 1, "tcp", "255.255.255.255.8.1", "");
        portmapper.add(other);
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            assertRefused(client, ON_TCP, unclear(other));
            assertThat(portmapper.bindings()).containsExactly(other);
        }
    }

    /** As only a portmapper out of its mind has them. */
    @Test
    void tooManyInTheWayAreNotJudged() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        try (DeafPort deaf = DeafPort.open();
                StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            Rpcb dead = at(deaf.tcp());
            for (int i = 0; i <= Conflict.OTHERS_LIMIT; i++) {
                portmapper.add(dead);
            }
            assertRefused(client, ON_TCP, unclear(dead));
            assertThat(portmapper.heardSoFar()).containsExactly("SET tcp 0.0.0.0.8.1", "DUMP");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FORBIDS_TO_WITHDRAW", "KEEPS_WHAT_IS_WITHDRAWN"})
    void deadRegistrationThatStaysIsTold(Habit habit) throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        portmapper.become(habit);
        try (DeafPort deaf = DeafPort.open();
                StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            Rpcb dead = at(deaf.tcp());
            portmapper.add(dead);
            assertRefused(
                    client,
                    ON_TCP,
                    "it is registered at tcp " + dead.address() + ", where nobody serves it, and this caller may not"
                            + " withdraw it: as its owner or root, run \"rpcinfo -d " + PROGRAM + " 1\"");
            assertThat(portmapper.heardSoFar().stream().filter("UNSET tcp"::equals))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    /** Not once for each, though each is refused in its turn. */
    @Test
    void portmapperThatKeepsEverythingEndsTheAttempt() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        portmapper.become(Habit.KEEPS_WHAT_IS_WITHDRAWN);
        try (DeafPort deaf = DeafPort.open();
                StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            portmapper.add(at(deaf.udp()));
            assertThatThrownBy(() -> client.register(ON_TCP, ON_UDP))
                    .isInstanceOf(RpcException.RegistrationRefused.class);
            assertThat(portmapper.heardSoFar().stream().filter("SET udp 0.0.0.0.8.1"::equals))
                    .hasSize(2);
        }
    }

    /** What had been set before the way was cleared is undone too. */
    @Test
    void failureAfterTheWayWasClearedUndoesAll() throws Exception {
        CompletableFuture<RegistryPortmapper> failing = new CompletableFuture<>();
        RegistryPortmapper portmapper = new RegistryPortmapper(4, call -> {
            if (call.equals("UNSET udp")) {
                failing.join().become(Habit.FAILS);
            }
        });
        failing.complete(portmapper);
        try (DeafPort deaf = DeafPort.open();
                StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            portmapper.add(at(deaf.udp()));
            assertThatThrownBy(() -> client.register(ON_TCP, ON_UDP))
                    .isInstanceOf(RpcException.RegistrationRefused.class)
                    .hasCauseInstanceOf(RpcException.SystemError.class);
            assertThat(portmapper.bindings()).isEmpty();
        }
    }

    @Test
    void whatIsRegisteredAlreadyIsTaken() throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        portmapper.become(Habit.FALSE_TO_THE_SAME);
        portmapper.add(ON_TCP.toRpcb());
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer);
                Registration registration = client.register(ON_TCP)) {
            assertThat(registration.status()).isInstanceOf(Registration.Registered.class);
            assertThat(portmapper.heardSoFar()).containsExactly("SET tcp 0.0.0.0.8.1", "DUMP");
        }
    }

    /** Local sockets: one that nobody listens on, one that is not there, and one to which there is no way. */
    @Test
    void deadLocalServicesAreWithdrawn(@TempDir Path folder) throws Exception {
        Path left = folder.resolve("left");
        try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(left));
        }
        assertThat(Files.exists(left)).isTrue();
        ServiceAddress own = new ServiceAddress(PROGRAM, 1, RpcAddress.ofLocal("/run/new.sock"));
        for (String dead : List.of(left.toString(), folder.resolve("gone").toString())) {
            RegistryPortmapper portmapper = new RegistryPortmapper(4);
            portmapper.add(new Rpcb(PROGRAM, 1, "local", dead, ""));
            try (StreamPeer peer = portmapper.onTcp();
                    RpcbindClient client = open(peer)) {
                client.register(own);
                assertThat(portmapper.bindings()).containsExactly(own.toRpcb());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"@abstract", "/tmp/\u00ff\u00fe/x", "not an address"})
    void localServiceThatCannotBeSeenIsNotTouched(String address) throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        Rpcb other = new Rpcb(PROGRAM, 1, "local", address, "");
        portmapper.add(other);
        try (StreamPeer peer = portmapper.onTcp();
                RpcbindClient client = open(peer)) {
            assertThatThrownBy(
                            () -> client.register(new ServiceAddress(PROGRAM, 1, RpcAddress.ofLocal("/run/new.sock"))))
                    .isInstanceOf(RpcException.RegistrationRefused.class);
            assertThat(portmapper.bindings()).containsExactly(other);
        }
    }
}
