package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the environment says, and a process that really gets sockets passed. */
class InheritedSocketsTest {
    private static final long OUR_PID = 4711;

    /** Opens one socket of each kind as descriptors 3 to 9, and becomes the command given. */
    private static final String LAUNCHER = """
            use strict; use Socket qw(:all);
            $^F = 255; # descriptors up to this one are passed on
            my ($path, $name, @command) = @ARGV;
            my @open;
            sub opened {
                my ($family, $type, $address, $v6only) = @_;
                socket(my $s, $family, $type, 0) or die "socket: $!";
                if (defined $v6only) { setsockopt($s, IPPROTO_IPV6, IPV6_V6ONLY, pack("i", $v6only)) or die "v6only: $!"; }
                bind($s, $address) or die "bind: $!";
                if ($type == SOCK_STREAM) { listen($s, 5) or die "listen: $!"; }
                push @open, $s;
            }
            opened(AF_INET, SOCK_DGRAM, pack_sockaddr_in(0, inet_aton("127.0.0.5")));
            opened(AF_INET, SOCK_STREAM, pack_sockaddr_in(0, inet_aton("127.0.0.1")));
            opened(AF_INET6, SOCK_DGRAM, pack_sockaddr_in6(0, inet_pton(AF_INET6, "::")), 0);
            opened(AF_INET6, SOCK_STREAM, pack_sockaddr_in6(0, inet_pton(AF_INET6, "::1")), 1);
            opened(AF_UNIX, SOCK_STREAM, pack_sockaddr_un($path));
            opened(AF_UNIX, SOCK_STREAM, pack_sockaddr_un("\\0$name"));
            socket(my $unbound, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
            push @open, $unbound;
            for my $i (0 .. $#open) { fileno($open[$i]) == 3 + $i or die "descriptor " . fileno($open[$i]); }
            $ENV{LISTEN_PID} = $$;
            $ENV{LISTEN_FDS} = @open;
            $ENV{LISTEN_FDNAMES} = "udp:tcp:udp6:tcp6:path:abstract:unbound";
            exec @command;
            """;

    @TempDir
    private Path folder;

    @Test
    void nothingIsInheritedWithoutAManager() throws Exception {
        assertThat(InheritedSockets.from(Map.of())).isEmpty();
        assertThat(InheritedSockets.from(Map.of("LISTEN_FDS", "1"), OUR_PID)).isEmpty();
        assertThat(InheritedSockets.from(Map.of("LISTEN_PID", "4711"), OUR_PID)).isEmpty();
        assertThat(InheritedSockets.from(environment("4711", "0"), OUR_PID)).isEmpty();
        assertThat(InheritedSockets.from(
                        Map.of("LISTEN_PID", "4711", "LISTEN_FDS", "0", "LISTEN_FDNAMES", ""), OUR_PID))
                .isEmpty();
    }

    @Test
    void socketsOfAnotherProcessAreNotOurs() throws Exception {
        assertThat(InheritedSockets.from(environment("4712", "1"), OUR_PID)).isEmpty();
        assertThat(InheritedSockets.from(environment("4712", "nonsense"), OUR_PID))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, 'LISTEN_PID:  (expected: a number from 0 to 2147483647)'",
        "me, 1, LISTEN_PID: me (expected: a number from 0 to 2147483647)",
        "-4711, 1, LISTEN_PID: -4711 (expected: a number from 0 to 2147483647)",
        "9999999999, 1, LISTEN_PID: 9999999999 (expected: a number from 0 to 2147483647)",
        "4711, -1, LISTEN_FDS: -1 (expected: a number from 0 to 256)",
        "4711, 257, LISTEN_FDS: 257 (expected: a number from 0 to 256)",
        "4711, 1x, LISTEN_FDS: 1x (expected: a number from 0 to 256)",
        "4711, 99999999999999999999, LISTEN_FDS: 99999999999999999999 (expected: a number from 0 to 256)",
    })
    void malformedNumberIsNamed(String pid, String count, String message) {
        assertThatThrownBy(() -> InheritedSockets.from(environment(pid, count), OUR_PID))
                .isInstanceOf(InheritanceException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"2, a", "2, a:b:c", "1, a:"})
    void namesMustBeAsManyAsSockets(String count, String names) {
        Map<String, String> environment = new HashMap<>(environment("4711", count));
        environment.put("LISTEN_FDNAMES", names);
        assertThatThrownBy(() -> InheritedSockets.from(environment, OUR_PID))
                .hasMessage("LISTEN_FDNAMES: " + names + " (expected: " + count + " names, as LISTEN_FDS says)");
    }

    @Test
    void descriptorThatIsNoSocketIsNamed() {
        // Of this process, descriptor 3 is a file of the virtual machine.
        assertThatThrownBy(() -> InheritedSockets.from(environment("4711", "1"), OUR_PID))
                .isInstanceOf(InheritanceException.class)
                .hasMessage("LISTEN_FDS: descriptor 3, ENOTSOCK (not a socket) (expected: a socket)");
    }

    @Test
    void processGetsWhatItsManagerOpened() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "perl opens the sockets, and is not here");
        boolean ipv6 = Addresses.hasIpv6();
        assumeTrue(ipv6, "this host has no IPv6");
        String path = folder.resolve("socket").toString();
        String name = "portmapper-test-inherited-" + ProcessHandle.current().pid();
        assertThat(launch(path, name))
                .containsExactly(
                        "3 udp DATAGRAM bound 127.0.0.5:PORT",
                        "4 tcp STREAM listening 127.0.0.1:PORT",
                        "5 udp6 DATAGRAM bound [0:0:0:0:0:0:0:0]:PORT and IPv4",
                        "6 tcp6 STREAM listening [0:0:0:0:0:0:0:1]:PORT",
                        "7 path STREAM listening " + path,
                        "8 abstract STREAM listening @" + name,
                        "9 unbound DATAGRAM bound to nothing",
                        "flags set: true");
    }

    private List<String> launch(String path, String name) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path output = folder.resolve("output");
        List<String> manager = List.of("/usr/bin/perl", "-e", LAUNCHER, path, name);
        List<String> service = List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                InheritedSocketsChild.class.getName());
        Process process = new ProcessBuilder(
                        Stream.concat(manager.stream(), service.stream()).toList())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output);
    }

    private static Map<String, String> environment(String pid, String count) {
        return Map.of("LISTEN_PID", pid, "LISTEN_FDS", count);
    }
}
