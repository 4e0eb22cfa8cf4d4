package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.rpcbind.Netid;

/** Ways of registering and withdrawing at a portmapper that knows its callers better by one of them. */
@Timeout(60)
class RegistrationWayTest {
    private static final ServiceAddress ON_TCP = ServiceAddress.of(0x2000_0001L, 1, Netid.TCP, 2049);
    private static final ServiceAddress ON_UDP = ServiceAddress.of(0x2000_0001L, 1, Netid.UDP, 2050);
    private static final ServiceAddress ON_TCP6 = ServiceAddress.of(0x2000_0001L, 1, Netid.TCP6, 2051);
    private static final String SET_TCP = "SET tcp 0.0.0.0.8.1";
    private static final String SET_UDP = "SET udp 0.0.0.0.8.2";

    @TempDir
    private Path folder;

    private final RegistryPortmapper byTcp = new RegistryPortmapper(4);
    private final RegistryPortmapper byLocal = new RegistryPortmapper(4);

    private Path socket() {
        return folder.resolve("rpcbind.sock");
    }

    private RpcbindClient thisHost(StreamPeer tcp) throws Exception {
        return RpcbindClient.of(
                        new PortmapperPlace.ThisHost(socket(), tcp.address().getPort()))
                .within(Duration.ofSeconds(20));
    }

    @Test
    void whatWasRegisteredByOneWayIsWithdrawnByIt() throws Exception {
        try (StreamPeer tcp = byTcp.onTcp();
                RpcbindClient client = thisHost(tcp)) {
            Registration registration = client.register(ON_TCP, ON_UDP);
            try (StreamPeer local = byLocal.onLocal(socket())) {
                registration.close();
                assertThat(local.path()).isEqualTo(socket());
                assertThat(byTcp.heardSoFar()).startsWith(SET_TCP, SET_UDP).contains("UNSET tcp", "UNSET udp");
                assertThat(byLocal.heardSoFar()).isEmpty();
            }
        }
    }

    /** Though the preferred way may come in between. */
    @Test
    void allAreSetByTheWayOfTheFirst() throws Exception {
        Path hidden = folder.resolve("hidden.sock");
        RegistryPortmapper localComes = new RegistryPortmapper(4, call -> {
            if (call.equals(SET_TCP)) {
                move(hidden, socket());
            }
        });
        localComes.refuse(ON_TCP6.universalAddress().text());
        try (StreamPeer local = byLocal.onLocal(hidden);
                StreamPeer tcp = localComes.onTcp();
                RpcbindClient client = thisHost(tcp)) {
            assertThatThrownBy(() -> client.register(ON_TCP, ON_UDP, ON_TCP6))
                    .isInstanceOf(RpcException.RegistrationRefused.class);
            assertThat(local.path()).isEqualTo(hidden);
            assertThat(localComes.heardSoFar()).contains(SET_TCP, SET_UDP, "UNSET tcp", "UNSET udp");
            assertThat(byLocal.heardSoFar()).containsExactly("DUMP");
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As long as a portmapper may be starting, which listens by another way sooner. */
    @Test
    void otherWayWillNotDoWhereOnlyOneWill() throws Exception {
        try (StreamPeer tcp = byTcp.onTcp();
                Portmapper portmapper = new Portmapper(
                        new PortmapperPlace.ThisHost(socket(), tcp.address().getPort()))) {
            RegistrationAttempt attempt = new RegistrationAttempt(
                    portmapper,
                    List.of(ON_TCP),
                    Optional.of(RpcAddress.ofLocal(socket().toString())),
                    Duration.ofSeconds(20));
            assertThatThrownBy(() -> Patience.await(attempt.begin()))
                    .hasCauseInstanceOf(RpcException.Unreachable.class)
                    .hasMessageContaining("local " + socket());
            assertThat(byTcp.heardSoFar()).isEmpty();
        }
    }

    @Test
    void whereTheWayOfBeforeIsGoneAnotherOneDoes() throws Exception {
        try (StreamPeer tcp = byTcp.onTcp();
                RpcbindClient client = thisHost(tcp)) {
            StreamPeer local = byLocal.onLocal(socket());
            Registration registration = client.register(ON_TCP);
            assertThat(Patience.next(byLocal.heard())).isEqualTo(SET_TCP);
            Files.delete(socket());
            local.close();
            assertThat(Patience.next(byTcp.heard())).isEqualTo(SET_TCP);
            registration.close();
            assertThat(byTcp.bindings()).isEmpty();
        }
    }
}
