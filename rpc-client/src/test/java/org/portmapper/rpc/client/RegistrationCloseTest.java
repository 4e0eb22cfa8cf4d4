package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.rpcbind.Netid;

/** Closing a registration while something is going on. */
@Timeout(60)
@SuppressWarnings("try") // closing is what is tested; peers do their work by being open
class RegistrationCloseTest {
    private static final long PROGRAM = 0x2000_0001L;
    private static final ServiceAddress ON_TCP = ServiceAddress.of(PROGRAM, 1, Netid.TCP, 2049);
    private static final ServiceAddress ON_UDP = ServiceAddress.of(PROGRAM, 1, Netid.UDP, 2050);
    private static final String SET_TCP = "SET tcp 0.0.0.0.8.1";

    @TempDir
    private Path folder;

    /** While it holds, the portmapper does not answer. */
    private final AtomicBoolean holds = new AtomicBoolean();

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final RegistryPortmapper portmapper = new RegistryPortmapper(4, this::hold);

    private void hold(String call) {
        if (holds.get()) {
            held.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private StreamPeer restart() throws IOException {
        Path socket = folder.resolve("rpcbind.sock");
        Files.deleteIfExists(socket);
        portmapper.lose();
        return portmapper.onLocal(socket);
    }

    private RpcbindClient open() {
        String socket = folder.resolve("rpcbind.sock").toString();
        return RpcbindClient.open(RpcAddress.ofLocal(socket)).within(Duration.ofSeconds(20));
    }

    @Test
    void attemptThatIsUnderWayIsGivenUp() throws Exception {
        holds.set(true);
        try (RpcbindClient client = open();
                Registration registration = client.registerWhenPresent(List.of(ON_TCP, ON_UDP))) {
            assertThat(registration.status()).isInstanceOf(Registration.Waiting.class);
            try (StreamPeer peer = restart()) {
                held.await();
                CompletableFuture<Void> end = registration.end();
                assertThat(registration.status()).isEqualTo(new Registration.Closed());
                assertThat(end).isNotDone();
                goOn.countDown();
                Patience.await(end);
                assertThat(portmapper.heardSoFar()).containsExactly(SET_TCP, "UNSET tcp");
                assertThat(portmapper.bindings()).isEmpty();
            }
        }
    }

    @Test
    void whatIsBeingRegisteredAgainIsWithdrawn() throws Exception {
        StreamPeer first = restart();
        try (RpcbindClient client = open();
                Registration registration = client.register(ON_TCP, ON_UDP)) {
            first.close();
            holds.set(true);
            try (StreamPeer second = restart()) {
                held.await();
                CompletableFuture<Void> end = registration.end();
                goOn.countDown();
                Patience.await(end);
                assertThat(portmapper.bindings()).isEmpty();
                assertThat(portmapper.heardSoFar()).endsWith("UNSET tcp", "UNSET udp");
            }
        }
    }

    @Test
    void interruptedProgramLeavesNothingRegistered() throws Exception {
        holds.set(true);
        try (StreamPeer peer = restart();
                RpcbindClient client = open()) {
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread program = new Thread(() -> {
                assertThatThrownBy(() -> client.register(ON_TCP, ON_UDP)).isInstanceOf(RpcException.Interrupted.class);
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            program.start();
            held.await();
            program.interrupt();
            assertThat(Patience.await(interrupted)).isTrue();
            goOn.countDown();
            Patience.until(portmapper.heard(), "UNSET tcp");
            assertThat(portmapper.bindings()).isEmpty();
        }
    }

    @Test
    void portmapperThatIsGoneHasNothingToWithdraw() throws Exception {
        StreamPeer peer = restart();
        try (CapturedLog log = new CapturedLog();
                RpcbindClient client = open()) {
            Registration registration = client.register(ON_TCP);
            peer.close();
            registration.close();
            assertThat(registration.status()).isEqualTo(new Registration.Closed());
            assertThat(log.rest()).noneMatch(line -> line.contains("not withdrawn"));
        }
    }

    @Test
    void whatCannotBeWithdrawnIsLogged() throws Exception {
        UdpPeer.Script failingToUnset = call -> call.procedure().number() == 2
                ? List.of(new AcceptedReply(call.xid(), new AcceptedStatus.SystemError()).toBuffer())
                : List.of(portmapper.answer(call));
        try (CapturedLog log = new CapturedLog();
                UdpPeer peer = new UdpPeer(failingToUnset);
                RpcbindClient client =
                        RpcbindClient.open(ScriptedPortmapper.addressOf(peer)).within(Duration.ofSeconds(20))) {
            client.register(ON_TCP).close();
            assertThat(log.next())
                    .startsWith("WARN org.portmapper.rpc.client.Registration - " + ON_TCP + ": not withdrawn: "
                            + ScriptedPortmapper.addressOf(peer) + ": portmapper version 4 UNSET: the server failed");
        }
    }

    @Test
    void interruptedCloseGoesOnByItself() throws Exception {
        try (CapturedLog log = new CapturedLog();
                StreamPeer peer = restart();
                RpcbindClient client = open()) {
            Registration registration = client.register(ON_TCP);
            holds.set(true);
            Thread program = new Thread(() -> {
                Thread.currentThread().interrupt();
                registration.close();
            });
            program.start();
            program.join();
            assertThat(log.next())
                    .endsWith("being withdrawn, but nobody waits for it: interrupted while waiting for a" + " reply");
            goOn.countDown();
            Patience.until(portmapper.heard(), "UNSET tcp");
            assertThat(portmapper.bindings()).isEmpty();
        }
    }
}
