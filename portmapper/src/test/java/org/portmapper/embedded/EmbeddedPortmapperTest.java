package org.portmapper.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.junit.PortmapperExtension;
import org.portmapper.rpc.client.FoundService;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcProgram;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.RemoteCall;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;
import org.portmapper.server.StartException;

/** Portmappers inside of this process, under the policy that hosts have. */
final class EmbeddedPortmapperTest {
    private static final long PROGRAM = 0x2000_0001L;
    private static final long INDIRECT = 10;
    private static final String NOBODY = "[program.0x20000001]\nregister = []\n";

    /** Unlike what a test gets by itself, this one enforces. */
    @RegisterExtension
    private final PortmapperExtension enforcing = PortmapperExtension.with(EmbeddedOptions.DEFAULT);

    /** In a process of its own, for over IP root is believed from ports below 1,024 only, which the client does not use. */
    @Test
    void anOrdinaryUserRegistersHisServiceOnEveryWay(EmbeddedPortmapper portmapper, @TempDir Path folder)
            throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path out = folder.resolve("out");
        ProcessBuilder program = OtherProgram.asOrdinaryUser(OtherProgram.of(RegisteringProgram.class, folder));
        assertThat(OtherProgram.exitCode(program.redirectOutput(out.toFile()))).isZero();
        List<String> ways = portmapper.netids().stream().map(Netid::text).toList();
        assertThat(Files.readAllLines(out))
                .allSatisfy(line -> assertThat(line).doesNotContain("refused", "nobody", "unknown", "superuser"))
                .extracting(line -> line.substring(0, line.indexOf(' ')))
                .containsExactlyInAnyOrderElementsOf(ways)
                .contains("local", "udp", "tcp");
    }

    @Test
    void whatHasNoSocketIsNotRegisteredOverUdp(EmbeddedPortmapper portmapper) {
        try (RpcbindClient client = RpcbindClient.open(portmapper.address(Netid.UDP))) {
            assertThat(client.set(new Rpcb(PROGRAM, 1, "tcp", "127.0.0.1.0.7", "")))
                    .isFalse();
        }
    }

    @Test
    void thePolicyDecides() throws Exception {
        try (EmbeddedPortmapper portmapper = EmbeddedPortmapper.start(EmbeddedOptions.DEFAULT.withPolicy(NOBODY))) {
            assertThat(set(portmapper)).isFalse();
        }
        try (EmbeddedPortmapper portmapper =
                EmbeddedPortmapper.start(EmbeddedOptions.DEFAULT.withPolicy("mode = \"audit\"\n" + NOBODY))) {
            assertThat(set(portmapper)).isTrue();
        }
    }

    @Test
    void allErrorsOfThePolicyAreToldWithTheirPlaces() {
        String toml = "mode = \"audti\"\n[program.nsf]\nregister = [\"user:root\"]\n";
        assertThatThrownBy(() -> EmbeddedPortmapper.start(EmbeddedOptions.DEFAULT.withPolicy(toml)))
                .isInstanceOf(StartException.class)
                .message()
                .satisfies(message -> assertThat(message.lines())
                        .satisfiesExactly(
                                line -> assertThat(line)
                                        .isEqualTo(
                                                "policy:1:8: mode: \"audti\" (expected: \"enforce\" or \"audit\"), did"
                                                        + " you mean \"audit\"?"),
                                line -> assertThat(line)
                                        .startsWith("policy:2:1: program.nsf: no program (expected: ")
                                        .endsWith("did you mean \"nfs\"?")));
    }

    @Test
    void twoAtOnceKnowNothingOfEachOther(EmbeddedPortmapper first) throws Exception {
        try (EmbeddedPortmapper second = EmbeddedPortmapper.start()) {
            assertThat(second.port()).isNotEqualTo(first.port());
            assertThat(set(first)).isTrue();
            assertThat(find(first)).isPresent();
            assertThat(find(second)).isEmpty();
        }
        assertThat(find(first)).isPresent();
    }

    @Test
    void closingItASecondTimeTakesNothingFromItsSuccessor(@TempDir Path folder) throws Exception {
        EmbeddedOptions options = EmbeddedOptions.DEFAULT.withSocket(folder.resolve("s"));
        EmbeddedPortmapper first = EmbeddedPortmapper.start(options);
        first.close();
        try (EmbeddedPortmapper second = EmbeddedPortmapper.start(options)) {
            first.close();
            try (RpcbindClient client = second.client()) {
                client.ping();
            }
        }
    }

    @Test
    void callsAreForwardedOnlyWhereThatIsWanted(EmbeddedPortmapper without) throws Exception {
        assertThatThrownBy(() -> pingThrough(without)).isInstanceOf(RpcException.SystemError.class);
        try (EmbeddedPortmapper with = EmbeddedPortmapper.start(EmbeddedOptions.DEFAULT.withRemoteCalls())) {
            pingThrough(with);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, 127.0.0.1", "127.0.0.5, 127.0.0.5"})
    void itIsReachedFromThisHostWhereverItListens(String listen, String reached) throws Exception {
        EmbeddedOptions options = EmbeddedOptions.DEFAULT.withListen(InetAddress.ofLiteral(listen));
        try (EmbeddedPortmapper portmapper = EmbeddedPortmapper.start(options)) {
            assertThat(portmapper.address(Netid.TCP)).hasToString("tcp " + reached + ":" + portmapper.port());
            try (RpcbindClient client = RpcbindClient.open(portmapper.address(Netid.TCP))) {
                client.ping();
            }
        }
    }

    @Test
    void aTransportThatIsNotServedIsNone(EmbeddedPortmapper portmapper) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> portmapper.address(Netid.UNIX))
                .withMessageMatching("netid: unix \\(expected: one of udp, tcp,( udp6, tcp6,)? local\\)");
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedAtOnce() {
        EmbeddedOptions options = EmbeddedOptions.DEFAULT;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withPort(65_536))
                .withMessage("port: 65536 (expected: 0 to 65535)");
        assertThatIllegalArgumentException()
                .isThrownBy(options::withListen)
                .withMessage("listen: none (expected: addresses of this host; 0.0.0.0 and :: for all)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withSocket(Path.of("/" + "x".repeat(107))))
                .withMessageStartingWith("socket: /xxx")
                .withMessageEndingWith("at most 107 bytes without control characters)");
    }

    /** INDIRECT of a ping of the portmapper itself. */
    private static void pingThrough(EmbeddedPortmapper portmapper) {
        XdrWriter arguments = new XdrWriter();
        new RemoteCall(new Procedure(Rpcbind.PROGRAM, 4, 0), Opaque.EMPTY).writeTo(arguments);
        try (RpcProgram program = RpcProgram.open(Rpcbind.PROGRAM, portmapper.address(Netid.UDP))) {
            program.call(4, INDIRECT, arguments.toOpaque());
        }
    }

    private static boolean set(EmbeddedPortmapper portmapper) {
        try (RpcbindClient client = portmapper.client()) {
            return client.set(new Rpcb(PROGRAM, 1, "local", portmapper.socket().toString(), ""));
        }
    }

    private static Optional<FoundService> find(EmbeddedPortmapper portmapper) {
        try (RpcbindClient client = portmapper.client()) {
            return client.lookup(PROGRAM, 1, Netid.LOCAL);
        }
    }
}
