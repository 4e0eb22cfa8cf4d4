package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.rpcbind.Netid;

/** The ways to the portmapper of this host. */
@Timeout(60)
class PortmapperPlaceTest {
    private static final String LOOPBACK = "tcp 127.0.0.1:1111, udp 127.0.0.1:1111, tcp6 [::1]:1111, udp6 [::1]:1111";

    private static String ways(PortmapperPlace place) throws Exception {
        List<RpcAddress> ways = Patience.await(place.ways(Deadline.in(Duration.ofSeconds(20))));
        return new PortmapperPlace.Known(ways).toString();
    }

    @Test
    void localSocketIsTheFirstWayWhereItIsThere(@TempDir Path folder) throws Exception {
        Path socket = folder.resolve("rpcbind.sock");
        PortmapperPlace place = new PortmapperPlace.ThisHost(socket, 1111);
        assertThat(ways(place)).isEqualTo(LOOPBACK);
        Files.createFile(socket);
        assertThat(ways(place)).isEqualTo("local " + socket + ", " + LOOPBACK);
        assertThat(place).hasToString("this host (" + socket + ", or port 1111 on loopback)");
    }

    @Test
    void servicesRegisterOverTheLocalSocket(@TempDir Path folder) throws Exception {
        RegistryPortmapper portmapper = new RegistryPortmapper(4);
        ServiceAddress service = ServiceAddress.of(0x2000_0001L, 1, Netid.TCP, 2049);
        try (StreamPeer peer = portmapper.onLocal(folder.resolve("rpcbind.sock"));
                RpcbindClient client = RpcbindClient.of(new PortmapperPlace.ThisHost(peer.path(), 1))) {
            client.register(service);
            assertThat(portmapper.bindings()).containsExactly(service.toRpcb());
        }
    }

    @Test
    void localSocketThatNobodyServesIsFollowedByLoopbackAndTriedAgain(@TempDir Path folder) throws Exception {
        Path socket = Files.createFile(folder.resolve("rpcbind.sock"));
        RegistryPortmapper onLoopback = new RegistryPortmapper(4);
        RegistryPortmapper onLocal = new RegistryPortmapper(4);
        try (StreamPeer tcp = onLoopback.onTcp();
                RpcbindClient client = RpcbindClient.of(
                        new PortmapperPlace.ThisHost(socket, tcp.address().getPort()))) {
            client.list();
            assertThat(onLoopback.heardSoFar()).containsExactly("DUMP");
            Files.delete(socket);
            try (StreamPeer local = onLocal.onLocal(socket)) {
                client.list();
                assertThat(local.path()).isEqualTo(socket);
                assertThat(onLocal.heardSoFar()).containsExactly("DUMP");
            }
        }
    }
}
