package org.portmapper.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.config.PortmapperConfig.Protection;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.rpc.rpcbind.AddressText;

/** What {@link ConfigFile} reads, and how it refuses what it cannot read. */
class ConfigFileTest {
    @TempDir
    Path folder;

    @Test
    void anEmptyFileMeansTheDefaults() throws ConfigException {
        assertThat(ConfigFile.parse("p.toml", ""))
                .isEqualTo(new PortmapperConfig(
                        new Serving(
                                111,
                                List.of(),
                                List.of("/run/rpcbind.sock", "@/run/rpcbind.sock"),
                                false,
                                new Protection(16_384, 1_000, false, 10)),
                        new PortmapperConfig.Directories(
                                Path.of("/run/portmapper"), Path.of("/etc/portmapper"), Path.of("/run/rpcbind")),
                        PortmapperConfig.LogLevel.INFO));
    }

    @Test
    void everyKeyIsMapped() throws ConfigException {
        String text = """
                port = 1111
                listen = ["127.0.0.1", "2001:db8::1"]
                sockets = ["/tmp/a.sock", "@b"]
                state-dir = "/var/lib/portmapper"
                policy-dir = "/srv/policy"
                rpcbind-dir = "/srv/rpcbind"
                remote-calls = true
                connections = 20000
                connections-per-source = 1
                long-udp-replies = true
                udp-errors-per-second = 1000000
                log-level = "trace"
                """;
        assertThat(ConfigFile.parse("p.toml", text))
                .isEqualTo(new PortmapperConfig(
                        new Serving(
                                1111,
                                List.of(address("127.0.0.1"), address("2001:db8::1")),
                                List.of("/tmp/a.sock", "@b"),
                                true,
                                new Protection(20000, 1, true, 1000000)),
                        new PortmapperConfig.Directories(
                                Path.of("/var/lib/portmapper"), Path.of("/srv/policy"), Path.of("/srv/rpcbind")),
                        PortmapperConfig.LogLevel.TRACE));
    }

    private static InetAddress address(String text) {
        return AddressText.parse(text).orElseThrow();
    }

    @Test
    void anEmptyListOfSocketsMeansNone() throws ConfigException {
        assertThat(ConfigFile.parse("p.toml", "sockets = []").serving().sockets())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 65535})
    void everyPortIsAllowed(long port) throws ConfigException {
        assertThat(ConfigFile.parse("p.toml", "port = " + port).serving().port())
                .isEqualTo((int) port);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            port = 65536            | 1:8: port: 65536 (expected: a number of 0 to 65535)
            port = -1               | 1:8: port: -1 (expected: a number of 0 to 65535)
            port = "111"            | 1:8: port: "111" (expected: a number of 0 to 65535)
            port = 1.5              | 1:8: port: 1.5 (expected: a number of 0 to 65535)
            port = [111]            | 1:8: port: a list (expected: a number of 0 to 65535)
            listen = "127.0.0.1"    | 1:10: listen: "127.0.0.1" (expected: a list that is not empty)
            listen = []             | 1:10: listen: [] (expected: a list that is not empty)
            listen = ["::1", 1]     | 1:18: listen: 1 (expected: an IPv4 or IPv6 address in numbers, a link-local one with %interface)
            listen = ["localhost"]  | 1:11: listen: "localhost" (expected: an IPv4 or IPv6 address in numbers, a link-local one with %interface)
            listen = ["fe80::1"]    | 1:11: listen: "fe80::1" (expected: an IPv4 or IPv6 address in numbers, a link-local one with %interface)
            listen = ["::1", "0::1"]| 1:18: listen: "0::1" (expected: each of them once)
            sockets = ["run/x"]     | 1:12: sockets: "run/x" (expected: "/" or "@" and a name, at most 107 bytes without control characters)
            sockets = 3             | 1:11: sockets: 3 (expected: a list)
            state-dir = "here"      | 1:13: state-dir: "here" (expected: an absolute path)
            rpcbind-dir = "run"     | 1:15: rpcbind-dir: "run" (expected: an absolute path)
            state-dir = "/a\\u0000b"| 1:13: state-dir: "/a\\x00b" (expected: an absolute path)
            remote-calls = "yes"    | 1:16: remote-calls: "yes" (expected: true or false)
            remote-calls = 1        | 1:16: remote-calls: 1 (expected: true or false)
            connections = 0         | 1:15: connections: 0 (expected: a number of 1 to 1000000)
            connections = 1000001   | 1:15: connections: 1000001 (expected: a number of 1 to 1000000)
            connections-per-source=0| 1:24: connections-per-source: 0 (expected: a number of 1 to 1000000)
            long-udp-replies = 1    | 1:20: long-udp-replies: 1 (expected: true or false)
            udp-errors-per-second=0 | 1:23: udp-errors-per-second: 0 (expected: a number of 1 to 1000000)
            log-level = "warning"   | 1:13: log-level: "warning" (expected: error, warn, info, debug or trace)
            log-level = "inof"      | 1:13: log-level: "inof" (expected: error, warn, info, debug or trace), did you mean "info"?
            log-level = "INFO"      | 1:13: log-level: "INFO" (expected: error, warn, info, debug or trace)
            prot = 1                | 1:1: prot: unknown key (expected: port, listen, sockets, state-dir, policy-dir, rpcbind-dir, remote-calls, connections, connections-per-source, long-udp-replies, udp-errors-per-second or log-level), did you mean "port"?
            [policy]                | 1:1: policy: unknown key (expected: port, listen, sockets, state-dir, policy-dir, rpcbind-dir, remote-calls, connections, connections-per-source, long-udp-replies, udp-errors-per-second or log-level)
            port =                  | 1:7: Unexpected end of input, expected a value
            """)
    void whatIsWrongIsRefusedWithItsPlace(String text, String line) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.parse("p.toml", text))
                .withMessage("p.toml:" + line);
    }

    @Test
    void allErrorsAreReportedInTheOrderOfTheFile() {
        String text = """
                log-level = "loud"
                # a comment
                  port = 70000
                sokcets = []
                port = 1
                """;
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.parse("p.toml", text))
                .withMessage("""
                        p.toml:1:13: log-level: "loud" (expected: error, warn, info, debug or trace)
                        p.toml:3:10: port: 70000 (expected: a number of 0 to 65535)
                        p.toml:4:1: sokcets: unknown key (expected: port, listen, sockets, state-dir, policy-dir, rpcbind-dir, remote-calls, connections, connections-per-source, long-udp-replies, udp-errors-per-second or log-level), did you mean "sockets"?
                        p.toml:5:1: port previously defined at line 3, column 3""");
    }

    @Test
    void aFileIsReadFromItsPath() throws Exception {
        Path file = Files.writeString(folder.resolve("portmapper.toml"), "port = 7\n");
        assertThat(ConfigFile.read(file).serving().port()).isEqualTo(7);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("absent.toml");
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.read(file))
                .withMessage(file + ": cannot be read (expected: a file that this user may read)");
    }

    @Test
    void aFileOfOtherBytesThanUtf8IsRefused() throws Exception {
        Path file = Files.write(folder.resolve("latin.toml"), new byte[] {'#', (byte) 0xe4});
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.read(file))
                .withMessage(file + ": not UTF-8 (expected: a TOML file)");
    }

    @Test
    void aFileIsReadUpToTheLimitAndRefusedBeyond() throws Exception {
        int limit = (int) ConfigFile.BYTES_LIMIT;
        Path file = Files.writeString(folder.resolve("long.toml"), "#" + "x".repeat(limit - 1));
        assertThat(ConfigFile.read(file)).isEqualTo(PortmapperConfig.DEFAULT);
        Files.writeString(file, "#" + "x".repeat(limit));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigFile.read(file))
                .withMessage(file + ": " + (limit + 1) + " bytes (expected: at most " + limit + ")");
    }
}
