package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Rpcb;

/** A new policy takes the place of the one before as a whole, or not at all. */
final class PolicyReloadTest {
    private static final Rpcb WANTED = new Rpcb(0x2000_0001L, 1, "local", "", "");
    private static final String NOBODY = "[program.0x20000001]\nregister = []\n";

    @TempDir
    private Path folder;

    @Test
    void aReloadedPolicyDecides() throws Exception {
        policy(NOBODY);
        try (Portmapper portmapper = start()) {
            assertThat(set()).isFalse();
            policy("mode = \"audit\"\n" + NOBODY);
            assertThat(portmapper.reloadPolicy()).isTrue();
            assertThat(set()).isTrue();
        }
    }

    @Test
    void aPolicyWithAnErrorChangesNothing() throws Exception {
        policy(NOBODY);
        try (Portmapper portmapper = start()) {
            policy("mode = \"audit\"\nmoed = 1\n");
            assertThat(portmapper.reloadPolicy()).isFalse();
            assertThat(set()).isFalse();
        }
    }

    @Test
    void aPolicyWithAnErrorIsNoReasonToStartWithoutOne() throws Exception {
        policy("mode = \"audti\"\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("policy.toml:1:8: mode: \"audti\"")
                .hasMessageContaining("did you mean \"audit\"?");
    }

    @Test
    void theStatusSaysWhatIsInForce() throws Exception {
        policy(NOBODY);
        Path state = folder.resolve("state");
        try (Portmapper portmapper = start()) {
            assertThat(portmapper.port()).isPositive();
        }
        Status status = Status.read(state).orElseThrow();
        assertThat(status.facts())
                .containsKeys("process", "policy", "proof over loopback TCP", "registrations end")
                .containsEntry("policy", "1 section in 1 file, mode enforce");
        assertThat(status.isOfRunningProcess()).isTrue();
    }

    private void policy(String text) throws Exception {
        Files.writeString(folder.resolve("policy.toml"), text);
    }

    private Portmapper start() throws StartException {
        List<String> sockets = List.of(folder.resolve("rpcbind.sock").toString());
        Serving wanted =
                new Serving(0, List.of(RawCalls.ip("127.0.0.1")), sockets, false, PortmapperConfig.DEFAULT_PROTECTION);
        Directories directories = new Directories(folder.resolve("state"), folder);
        return Portmapper.start(wanted, Surroundings.ofDaemon(directories, Map.of()));
    }

    /** A local socket of the daemon's own user: the daemon's. */
    private boolean set() {
        String socket = folder.resolve("rpcbind.sock").toString();
        try (RpcbindClient client = RpcbindClient.open(RpcAddress.ofLocal(socket))) {
            return client.set(new Rpcb(WANTED.program(), WANTED.version(), WANTED.netid(), socket, ""));
        }
    }
}
