package org.portmapper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.config.PortmapperConfig.LogLevel;
import org.portmapper.config.PortmapperConfig.Serving;

/** What {@code serve} makes of its options, and how it tells that it serves. */
class ServeCommandTest {
    @TempDir
    Path folder;

    private final List<String> events = new ArrayList<>();
    private final List<PortmapperConfig> configs = new ArrayList<>();
    private final List<Boolean> takeOvers = new ArrayList<>();

    private final class Recorded implements PortmapperStarter.Running {
        private final int port;

        Recorded(int port) {
            this.port = port;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void awaitClosed() {
            events.add("awaited");
        }

        @Override
        public void close() {
            events.add("closed");
        }
    }

    private CommandRun serve(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "serve";
        System.arraycopy(options, 0, arguments, 1, options.length);
        PortmapperStarter starter = (config, takeOver) -> {
            takeOvers.add(takeOver);
            configs.add(config);
            return new Recorded(config.serving().port());
        };
        return CommandRun.with(starter, "/nonexistent", CommandRun.NO_FILES, arguments);
    }

    @Test
    void withoutOptionsTheDefaultsAreServed() {
        assertThat(serve()).isEqualTo(new CommandRun(0, "portmapper: serving on port 111\n", ""));
        assertThat(configs).containsExactly(PortmapperConfig.DEFAULT);
        assertThat(events).containsExactly("awaited", "closed");
    }

    @Test
    void anotherOnesPlaceIsTakenOnlyIfThatIsSaid() {
        serve();
        serve("--take-over");
        assertThat(takeOvers).containsExactly(false, true);
    }

    @Test
    void everyOptionIsMapped() {
        serve(
                "--port=7",
                "--listen=127.0.0.2",
                "--listen=::1",
                "--socket=/a",
                "--socket=@b",
                "--state-dir=/c",
                "--policy-dir=/d",
                "--rpcbind-dir=/e",
                "--remote-calls",
                "--log-level=debug");
        assertThat(configs)
                .containsExactly(new PortmapperConfig(
                        new Serving(
                                7,
                                List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("::1")),
                                List.of("/a", "@b"),
                                true,
                                PortmapperConfig.DEFAULT_PROTECTION),
                        new Directories(Path.of("/c"), Path.of("/d"), Path.of("/e")),
                        LogLevel.DEBUG));
    }

    @Test
    void optionsDecideOverTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("p.toml"), """
                port = 1
                listen = ["127.0.0.1"]
                sockets = ["/file"]
                state-dir = "/file.d"
                policy-dir = "/file.e"
                rpcbind-dir = "/file.f"
                remote-calls = true
                log-level = "error"
                """);
        serve("--config", file.toString());
        serve(
                "--config",
                file.toString(),
                "--port=7",
                "--listen=::1",
                "--socket=/a",
                "--state-dir=/c",
                "--policy-dir=/d",
                "--rpcbind-dir=/e",
                "--no-remote-calls",
                "--log-level=trace");
        assertThat(configs)
                .containsExactly(
                        new PortmapperConfig(
                                serving(1, "127.0.0.1", "/file", true),
                                new Directories(Path.of("/file.d"), Path.of("/file.e"), Path.of("/file.f")),
                                LogLevel.ERROR),
                        new PortmapperConfig(
                                serving(7, "::1", "/a", false),
                                new Directories(Path.of("/c"), Path.of("/d"), Path.of("/e")),
                                LogLevel.TRACE));
    }

    private static Serving serving(int port, String listen, String socket, boolean remoteCalls) {
        return new Serving(
                port,
                List.of(InetAddress.ofLiteral(listen)),
                List.of(socket),
                remoteCalls,
                PortmapperConfig.DEFAULT_PROTECTION);
    }

    @Test
    void everyErrorOfTheFileHasItsLine() throws Exception {
        Path file = Files.writeString(folder.resolve("p.toml"), "port = 70000\nlog-level = \"x\"\n");
        assertThat(serve("--config", file.toString()))
                .isEqualTo(new CommandRun(
                        2,
                        "",
                        file + ":1:8: port: 70000 (expected: a number of 0 to 65535)\n" + file
                                + ":2:13: log-level: \"x\" (expected: error, warn, info, debug or trace)\n"));
        assertThat(configs).isEmpty();
    }

    @Test
    void aDaemonOnLocalSocketsOnlyTellsNoPort() {
        assertThat(serve("--port", "0").out()).isEqualTo("portmapper: serving\n");
    }

    @Test
    void aDaemonThatCannotStartIsAFailure() {
        assertThat(CommandRun.with("/nonexistent", "serve"))
                .isEqualTo(new CommandRun(1, "", "no daemon in this test\n"));
    }

    @Test
    void aBugIsToldInOneLineWithItsPlace() {
        PortmapperStarter broken = (config, takeOver) -> {
            throw new IllegalStateException("first\nsecond");
        };
        CommandRun run = CommandRun.with(broken, "/nonexistent", CommandRun.NO_FILES, "serve");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .matches("this is a bug in portmapper, please report it: java.lang.IllegalStateException: first"
                        + "\\\\x0asecond at org\\.portmapper\\.cli\\.ServeCommandTest.*\n");
    }
}
