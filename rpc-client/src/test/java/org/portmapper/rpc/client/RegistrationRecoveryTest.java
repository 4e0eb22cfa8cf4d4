package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.RegistryPortmapper.Habit;
import org.portmapper.rpc.rpcbind.Netid;

/** What becomes of a registration when the portmapper goes and comes back. */
@Timeout(120)
@SuppressWarnings("try") // closing is what is tested; peers do their work by being open
class RegistrationRecoveryTest {
    private static final long PROGRAM = 0x2000_0001L;
    private static final ServiceAddress ON_TCP = ServiceAddress.of(PROGRAM, 1, Netid.TCP, 2049);
    private static final ServiceAddress ON_UDP = ServiceAddress.of(PROGRAM, 1, Netid.UDP, 2050);
    private static final String SET_TCP = "SET tcp 0.0.0.0.8.1";
    private static final String SET_UDP = "SET udp 0.0.0.0.8.2";
    private static final String NOT_REGISTERED = "WARN org.portmapper.rpc.client.Registration - " + ON_TCP
            + " and 1 more: not registered, and tried again until it is: ";
    private static final String REGISTERED = "INFO org.portmapper.rpc.client.Registration - " + ON_TCP
            + " and 1 more: registered with the portmapper at ";

    @TempDir
    private Path folder;

    private final RegistryPortmapper portmapper = new RegistryPortmapper(4);

    private RpcAddress address() {
        return RpcAddress.ofLocal(folder.resolve("rpcbind.sock").toString());
    }

    private RpcbindClient open() {
        return RpcbindClient.open(address()).within(Duration.ofSeconds(20));
    }

    /** A portmapper, or something else, on the same local socket as the one before. */
    private StreamPeer listen(StreamPeer.Script script) throws IOException {
        Path socket = folder.resolve("rpcbind.sock");
        Files.deleteIfExists(socket);
        return StreamPeer.onLocal(socket, script);
    }

    private StreamPeer restart() throws IOException {
        portmapper.lose();
        portmapper.heard().clear();
        return listen(portmapper::talk);
    }

    private void assertSetAgain() throws InterruptedException {
        Patience.until(portmapper.heard(), SET_TCP);
        Patience.until(portmapper.heard(), SET_UDP);
        assertThat(portmapper.bindings()).containsExactly(ON_TCP.toRpcb(), ON_UDP.toRpcb());
    }

    @Test
    void restartedPortmapperGetsAllAgain() throws Exception {
        StreamPeer first = restart();
        try (RpcbindClient client = open();
                Registration registration = client.register(ON_TCP, ON_UDP)) {
            assertThat(registration.status()).isInstanceOf(Registration.Registered.class);
            first.close();
            try (StreamPeer second = restart()) {
                assertSetAgain();
                registration.close();
                assertThat(portmapper.bindings()).isEmpty();
            }
        }
    }

    @Test
    void logGetsTheFirstFailureAndTheRecovery() throws Exception {
        StreamPeer first = restart();
        try (CapturedLog log = new CapturedLog();
                RpcbindClient client = open();
                Registration registration = client.register(ON_TCP, ON_UDP)) {
            first.close();
            BlockingQueue<String> attempts = new LinkedBlockingQueue<>();
            try (StreamPeer down = listen(connection -> attempts.add("connected"))) {
                for (int i = 0; i < 8; i++) {
                    Patience.next(attempts);
                }
                assertThat(log.next()).startsWith(NOT_REGISTERED + address() + ": portmapper version 4 SET: ");
                assertThat(registration.status()).isInstanceOf(Registration.Waiting.class);
            }
            try (StreamPeer second = restart()) {
                assertThat(log.next()).isEqualTo(REGISTERED + address());
                assertThat(registration.status()).isInstanceOf(Registration.Registered.class);
                assertThat(log.rest()).isEmpty();
                assertSetAgain();
                registration.close();
            }
        }
    }

    @Test
    void portmapperThatComesLaterGetsAll() throws Exception {
        try (CapturedLog log = new CapturedLog();
                RpcbindClient client = open();
                Registration registration = client.registerWhenPresent(List.of(ON_TCP, ON_UDP))) {
            assertThat(log.next()).startsWith(NOT_REGISTERED + address() + ": portmapper version 4 SET: ");
            assertThat(registration.status())
                    .isInstanceOfSatisfying(
                            Registration.Waiting.class,
                            waiting -> assertThat(waiting.reason()).endsWith("; is a portmapper running there?"));
            try (StreamPeer peer = restart()) {
                assertThat(log.next()).isEqualTo(REGISTERED + address());
                assertThat(registration.status()).isInstanceOf(Registration.Registered.class);
                assertSetAgain();
                registration.close();
                assertThat(portmapper.bindings()).isEmpty();
            }
        }
    }

    @Test
    void portmapperThatIsSilentIsWaitedForToo() throws Exception {
        try (CapturedLog log = new CapturedLog();
                UdpPeer silent = new UdpPeer(call -> List.of());
                RpcbindClient client =
                        RpcbindClient.open(ScriptedPortmapper.addressOf(silent)).within(Duration.ofMillis(20));
                Registration registration = client.registerWhenPresent(List.of(ON_TCP, ON_UDP))) {
            assertThat(registration.status()).isInstanceOf(Registration.Waiting.class);
            assertThat(log.next()).startsWith(NOT_REGISTERED);
        }
    }

    /** It is not pestered: pauses double up to a second, which shows in nothing but the time. */
    @Test
    void portmapperThatClosesEachConnectionIsNoFailure() throws Exception {
        StreamPeer.Script oneAnswer = connection -> portmapper.answerOne(connection);
        try (CapturedLog log = new CapturedLog();
                StreamPeer peer = listen(oneAnswer);
                RpcbindClient client = open();
                Registration registration = client.register(ON_TCP)) {
            for (int i = 0; i < 3; i++) {
                Patience.until(portmapper.heard(), SET_TCP);
            }
            assertThat(registration.status()).isInstanceOf(Registration.Registered.class);
            registration.close();
            assertThat(portmapper.bindings()).isEmpty();
            assertThat(log.rest()).isEmpty();
        }
    }

    /** The first one is set at a portmapper that has gone when the last one is. */
    @Test
    void portmapperThatIsRestartedInBetweenGetsAllAgain() throws Exception {
        BlockingQueue<String> connections = new LinkedBlockingQueue<>();
        StreamPeer.Script restartedAfterOne = connection -> {
            connections.add("connected");
            if (connections.size() == 1) {
                portmapper.answerOne(connection);
                portmapper.lose();
            } else {
                portmapper.talk(connection);
            }
        };
        try (StreamPeer peer = listen(restartedAfterOne);
                RpcbindClient client = open();
                Registration registration = client.register(ON_TCP, ON_UDP)) {
            assertThat(Patience.next(portmapper.heard())).isEqualTo(SET_TCP);
            assertThat(Patience.next(portmapper.heard())).isEqualTo(SET_UDP);
            Patience.until(portmapper.heard(), SET_TCP);
            assertThat(portmapper.bindings()).containsExactlyInAnyOrder(ON_TCP.toRpcb(), ON_UDP.toRpcb());
            assertThat(registration.status()).isInstanceOf(Registration.Registered.class);
        }
    }

    @Test
    void overUdpThePortmapperIsAskedAgainAndAgain() throws Exception {
        try (UdpPeer peer = portmapper.onUdp();
                RpcbindClient client = RpcbindClient.open(ScriptedPortmapper.addressOf(peer));
                Registration registration = client.register(ON_TCP, ON_UDP)) {
            Patience.until(portmapper.heard(), SET_UDP);
            assertThat(Patience.next(portmapper.heard())).isEqualTo("DUMP");
            portmapper.lose();
            assertSetAgain();
            assertThat(registration.status()).isInstanceOf(Registration.Registered.class);
        }
    }

    @Test
    void refusalAfterARestartIsTold() throws Exception {
        StreamPeer first = restart();
        try (CapturedLog log = new CapturedLog();
                RpcbindClient client = open();
                Registration registration = client.register(ON_TCP, ON_UDP)) {
            first.close();
            portmapper.become(Habit.REFUSES);
            try (StreamPeer second = restart()) {
                String line = log.next();
                line = line.contains("refused by the portmapper") ? line : log.next();
                assertThat(line).startsWith(NOT_REGISTERED + ON_TCP + ": refused by the portmapper at " + address());
                assertThat(registration.status())
                        .isInstanceOfSatisfying(
                                Registration.Refused.class,
                                refused -> assertThat(refused.reason()).contains("policy explain"));
                registration.close();
                assertThat(portmapper.heardSoFar()).doesNotContain("UNSET tcp", "UNSET udp");
            }
        }
    }
}
