package org.portmapper.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.config.PortmapperConfig.LogLevel;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.server.Portmapper;
import org.portmapper.server.StartException;
import org.portmapper.state.RpcbindFiles;

/** The daemon takes the place of an older one, which runs or has left its files, and nothing that is served gets lost. */
class TakeOverTest {
    private static final long PROGRAM = 0x2000_0001L;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @TempDir
    private Path folder;

    private ServerSocket service;

    @BeforeEach
    void open() throws IOException {
        service = new ServerSocket(0, 1, LOOPBACK);
    }

    @AfterEach
    void close() throws IOException {
        service.close();
    }

    private Path socket() {
        return folder.resolve("rpcbind.sock");
    }

    private PortmapperConfig config(int port) {
        return new PortmapperConfig(
                new Serving(
                        port,
                        List.of(LOOPBACK),
                        List.of(socket().toString()),
                        false,
                        PortmapperConfig.DEFAULT_PROTECTION),
                new Directories(folder.resolve("state"), folder, folder.resolve("rpcbind")),
                LogLevel.INFO);
    }

    private Portmapper takeOver(PortmapperConfig config) throws StartException {
        return Portmapper.start(config, Inheritance.of(config, true, Map.of()));
    }

    /** At the service's own socket. */
    private Rpcb binding(long version) {
        int port = service.getLocalPort();
        return new Rpcb(PROGRAM, version, "tcp", "127.0.0.1." + (port >> 8) + "." + (port & 0xff), "");
    }

    private static List<Rpcb> listed(RpcAddress portmapper) {
        try (RpcbindClient client = RpcbindClient.open(portmapper)) {
            return client.list().stream()
                    .filter(each -> each.program() == PROGRAM)
                    .toList();
        }
    }

    private List<Rpcb> listed() {
        return listed(RpcAddress.ofLocal(socket().toString()));
    }

    private void register(RpcAddress portmapper, Rpcb binding) {
        try (RpcbindClient client = RpcbindClient.open(portmapper)) {
            assertThat(client.set(binding)).isTrue();
        }
    }

    @Test
    void oneThatRunsIsEndedAndAllThatItHadIsThere() throws Exception {
        try (OlderPortmapper older = OlderPortmapper.start(folder, "--socket=" + socket())) {
            RpcAddress portmapper = RpcAddress.ofLocal(socket().toString());
            register(portmapper, binding(1));
            register(portmapper, binding(2));
            List<Rpcb> before = listed();
            try (Portmapper newer = takeOver(config(older.port()))) {
                assertThat(newer.port()).isEqualTo(older.port());
                assertThat(older.exitCode()).isZero();
                assertThat(before).hasSize(2);
                assertThat(listed()).isEqualTo(before);
            }
        }
    }

    @Test
    void oneWithoutALocalSocketOfOursIsAskedOverLoopback() throws Exception {
        try (OlderPortmapper older = OlderPortmapper.start(folder, "--socket=" + folder.resolve("other.sock"))) {
            register(RpcAddress.ofLocal(folder.resolve("other.sock").toString()), binding(1));
            try (Portmapper newer = takeOver(config(older.port()))) {
                assertThat(newer.port()).isEqualTo(older.port());
                assertThat(older.exitCode()).isZero();
                assertThat(listed()).hasSize(1);
            }
        }
    }

    @Test
    void itsStateDirectoryCanBeTakenOverToo() throws Exception {
        try (OlderPortmapper older = OlderPortmapper.start(folder, "--socket=" + socket())) {
            register(RpcAddress.ofLocal(socket().toString()), binding(1));
            PortmapperConfig config = new PortmapperConfig(
                    config(older.port()).serving(),
                    new Directories(folder.resolve("old"), folder, folder.resolve("rpcbind")),
                    LogLevel.INFO);
            try (Portmapper newer = takeOver(config)) {
                assertThat(newer.port()).isEqualTo(older.port());
                assertThat(listed()).hasSize(1);
            }
        }
    }

    @Test
    void whatItWritesAtItsEndIsItsLastWord() throws Exception {
        Files.createDirectory(folder.resolve("rpcbind"));
        try (OlderPortmapper older =
                OlderPortmapper.start(folder, "--socket=" + socket(), "--rpcbind-dir=" + folder.resolve("rpcbind"))) {
            register(RpcAddress.ofLocal(socket().toString()), binding(1));
            RpcbindFiles files = new RpcbindFiles(folder.resolve("rpcbind"));
            // From long ago, and of a service that still runs: it has been withdrawn since.
            files.write(List.of(binding(9)));
            List<Rpcb> before = listed();
            try (Portmapper newer = takeOver(config(older.port()))) {
                assertThat(newer.port()).isEqualTo(older.port());
                assertThat(listed()).isEqualTo(before);
            }
        }
    }

    @Test
    void whatItHasWithdrawnSinceItWasAskedIsNotClaimedUnlessItsFilesAreDamaged() throws Exception {
        Path left = Files.createDirectory(folder.resolve("rpcbind"));
        new RpcbindFiles(left).write(List.of(owned(1)));
        LivePredecessor older = new LivePredecessor(config(0).serving(), new LeftFiles(Optional.of(left)));
        assertThat(older.lastWord(List.of(owned(2)))).containsExactly(owned(1));

        Files.writeString(left.resolve("portmap.xdr"), "nonsense");
        assertThat(older.lastWord(List.of(owned(2)))).containsExactly(owned(2), owned(1));
    }

    @Test
    void theFilesOfOneThatHasEndedAreTakenOverOnce() throws Exception {
        Files.createDirectory(folder.resolve("rpcbind"));
        RpcbindFiles files = new RpcbindFiles(folder.resolve("rpcbind"));
        files.write(List.of(owned(1), new Rpcb(PROGRAM, 2, "tcp", "127.0.0.1.0.1", owned(1).owner())));
        PortmapperConfig config = config(0);
        try (Portmapper newer = takeOver(config)) {
            assertThat(newer.port()).isPositive();
            assertThat(listed()).containsExactly(owned(1));
        }
        // At the end they are written anew, with what is registered then.
        assertThat(files.read().claims()).containsExactly(owned(1));
    }

    @Test
    void whatHasBeenTakenDownIsOfferedWithoutTakeOverToo() throws Exception {
        PortmapperConfig config = config(0);
        Files.createDirectories(config.directories().imported());
        RpcbindFiles files = new RpcbindFiles(config.directories().imported());
        files.write(List.of(owned(1)));
        try (Portmapper newer = Portmapper.start(config, Inheritance.of(config, false, Map.of()))) {
            assertThat(newer.port()).isPositive();
            assertThat(listed()).containsExactly(owned(1));
        }
        assertThat(files.arePresent()).isFalse();
    }

    @Test
    void atInheritedSocketsThereAreOnlyFiles() throws Exception {
        Map<String, String> environment =
                Map.of("LISTEN_PID", Long.toString(ProcessHandle.current().pid()), "LISTEN_FDS", "0");
        PortmapperConfig config = config(service.getLocalPort());
        assertThat(Inheritance.of(config, true, environment).succeed()).isEmpty();
    }

    @Test
    void aProcessThatIsNoPortmapperIsLeftAlone() throws Exception {
        PortmapperConfig config = config(service.getLocalPort());
        Thread hangingUp = Thread.ofPlatform().daemon().start(this::hangUp);
        assertThatThrownBy(() -> takeOver(config))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")")
                .hasMessageContaining("does not answer as a portmapper")
                .hasMessageContaining("(expected: ");
        assertThat(hangingUp.isAlive()).isTrue();
    }

    private void hangUp() {
        while (!service.isClosed()) {
            try (Socket connection = service.accept()) {
                connection.shutdownOutput();
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void severalProcessesAreToldApartAndLeftAlone() throws Exception {
        try (OlderPortmapper older = OlderPortmapper.start(folder, "--socket=" + socket());
                ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(LOOPBACK, 0));
            PortmapperConfig config = config(other.getLocalPort());
            assertThatThrownBy(() -> takeOver(config))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(" and ")
                    .hasMessageContaining("(expected: one portmapper;");
            assertThat(older.isAlive()).isTrue();
        }
    }

    @Test
    void rpcbindsOwnFolderIsForPort111Only() {
        Directories own = PortmapperConfig.DEFAULT_DIRECTORIES;
        assertThat(own.rpcbindFor(111)).contains(Path.of("/run/rpcbind"));
        assertThat(own.rpcbindFor(10111)).isEmpty();
        assertThat(config(0).directories().rpcbindFor(10111)).isEqualTo(Optional.of(folder.resolve("rpcbind")));
    }

    /** As a portmapper says it: with the owner that the service has. */
    private Rpcb owned(long version) throws IOException {
        int uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Rpcb binding = binding(version);
        return new Rpcb(
                binding.program(),
                binding.version(),
                Netid.TCP.text(),
                binding.address(),
                uid == 0 ? "superuser" : Integer.toString(uid));
    }
}
