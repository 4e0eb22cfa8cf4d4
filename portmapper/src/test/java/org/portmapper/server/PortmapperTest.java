package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.portmapper.junit.PortmapperExtension.OPTIONS;
import static org.portmapper.server.RawCalls.askUdp;
import static org.portmapper.server.RawCalls.call;
import static org.portmapper.server.RawCalls.ip;
import static org.portmapper.server.RawCalls.receive;
import static org.portmapper.server.RawCalls.send;

import java.net.DatagramSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.embedded.EmbeddedOptions;
import org.portmapper.embedded.EmbeddedPortmapper;
import org.portmapper.junit.PortmapperExtension;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** The daemon as a whole: start, UDP, local socket, stop, and what it says when it cannot start. */
@ExtendWith(PortmapperExtension.class)
final class PortmapperTest {
    private static final AcceptedReply VOID = new AcceptedReply(5, new AcceptedStatus.Success(Opaque.EMPTY));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.5"})
    void repliesLeaveFromTheAddressThatWasAsked(String address) throws Exception {
        try (EmbeddedPortmapper portmapper = EmbeddedPortmapper.start(OPTIONS.withListen(ip("0.0.0.0")))) {
            assertThat(askUdp(portmapper, address, call(5, 2, 0, Opaque.EMPTY))).isEqualTo(VOID);
        }
    }

    @Test
    void whatIsRegisteredOverUdpIsListedOverTheLocalSocketAndGoneAfterUnset(EmbeddedPortmapper portmapper)
            throws Exception {
        Opaque mapping = mapping(0x20000001, 1, 17, 4711);
        assertThat(results(askUdp(portmapper, "127.0.0.1", call(1, 2, 1, mapping))))
                .isEqualTo(Opaque.ofHex("00000001"));
        assertThat(list(portmapper))
                .extracting(rpcb -> rpcb.program() + " " + rpcb.netid() + " " + rpcb.address())
                .contains("536870913 udp 0.0.0.0.18.103");
        assertThat(results(askUdp(portmapper, "127.0.0.1", call(2, 2, 2, mapping))))
                .isEqualTo(Opaque.ofHex("00000001"));
        assertThat(list(portmapper)).noneMatch(rpcb -> rpcb.program() == 0x20000001);
    }

    @Test
    void itListsItselfInTheOrderOfRpcbind() throws Exception {
        try (EmbeddedPortmapper portmapper = EmbeddedPortmapper.start(OPTIONS.withListen(ip("127.0.0.1"), ip("::1")))) {
            assertThat(list(portmapper))
                    .extracting(rpcb -> rpcb.version() + " " + rpcb.netid())
                    .containsExactly(
                            "4 tcp6", "3 tcp6", "4 udp6", "3 udp6", "4 tcp", "3 tcp", "2 tcp", "4 udp", "3 udp",
                            "2 udp", "4 local", "3 local");
        }
    }

    @Test
    void aDumpThatDoesNotFitIntoADatagramIsASystemErrorThereAndWholeOverAStream(EmbeddedPortmapper portmapper)
            throws Exception {
        try (DatagramSocket client = new DatagramSocket(0, ip("127.0.0.1"))) {
            client.setSoTimeout(RawCalls.PATIENCE_MILLIS);
            client.connect(ip("127.0.0.1"), portmapper.port());
            for (int program = 0; program < 500; program++) {
                send(client, call(program, 2, 1, mapping(0x20000000L + program, 1, 17, 4711)));
                assertThat(results(receive(client))).isEqualTo(Opaque.ofHex("00000001"));
            }
            send(client, call(9, 2, 4, Opaque.EMPTY));
            assertThat(receive(client)).isEqualTo(new AcceptedReply(9, new AcceptedStatus.SystemError()));
            assertThat(list(portmapper)).hasSizeGreaterThan(500);
        }
    }

    @Test
    void junkOfAnyKindEndsNoListener(EmbeddedPortmapper portmapper) throws Exception {
        try (DatagramSocket client = new DatagramSocket(0, ip("127.0.0.1"))) {
            client.connect(ip("127.0.0.1"), portmapper.port());
            java.util.Random random = new java.util.Random(42);
            for (int i = 0; i < 2_000; i++) {
                byte[] junk = new byte[random.nextInt(i < 10 ? 65_000 : 120)];
                random.nextBytes(junk);
                send(client, ByteBuffer.wrap(junk));
                // Asked often, so that junk does not fill the socket's buffer and push the question out.
                if (i < 10 || i % 50 == 0) {
                    assertThat(askUdp(portmapper, "127.0.0.1", call(5, 2, 0, Opaque.EMPTY)))
                            .isEqualTo(VOID);
                }
            }
            assertThat(askUdp(portmapper, "127.0.0.1", call(5, 2, 0, Opaque.EMPTY)))
                    .isEqualTo(VOID);
        }
    }

    @Test
    void theLocalSocketIsForEveryoneAndGoneAtTheEnd() throws Exception {
        Path socket = socket();
        try (EmbeddedPortmapper portmapper = EmbeddedPortmapper.start(OPTIONS.withSocket(socket))) {
            assertThat(portmapper.socket()).isEqualTo(socket);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw-rw-");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void aSocketThatADeadDaemonLeftIsReplaced() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket());
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address).close();
        assertThat(address.getPath()).exists();

        try (EmbeddedPortmapper portmapper = EmbeddedPortmapper.start(OPTIONS.withSocket(socket()))) {
            assertThat(list(portmapper)).isNotEmpty();
        }
    }

    @Test
    void whatItHeldIsFreeAgainOnceItIsClosed() throws Exception {
        EmbeddedPortmapper first = EmbeddedPortmapper.start(OPTIONS.withSocket(socket()));
        first.close();

        try (EmbeddedPortmapper second =
                EmbeddedPortmapper.start(OPTIONS.withSocket(socket()).withPort(first.port()))) {
            assertThat(second.port()).isEqualTo(first.port());
        }
    }

    @Test
    void aPortThatIsTakenIsRefusedWithItsHolder(EmbeddedPortmapper portmapper) {
        EmbeddedOptions same = OPTIONS.withPort(portmapper.port()).withSocket(socket());
        long pid = ProcessHandle.current().pid();
        assertThatThrownBy(() -> EmbeddedPortmapper.start(same))
                .isInstanceOf(StartException.class)
                .hasMessageStartingWith("tcp port %d at 127.0.0.1: held by java (pid %d", portmapper.port(), pid)
                .hasMessageEndingWith(
                        " (expected: a free port; stop the holder, or choose another port with withPort)");
        assertThat(socket()).doesNotExist();
    }

    @Test
    void aLocalSocketInUseIsRefusedAndLeftAlone(EmbeddedPortmapper portmapper) {
        assertThatThrownBy(() -> EmbeddedPortmapper.start(OPTIONS.withSocket(portmapper.socket())))
                .isInstanceOf(StartException.class)
                .hasMessage(
                        "local socket " + portmapper.socket() + ": it is served already (expected: a free name; stop"
                                + " who serves it, or choose another name with withSocket)");
        assertThat(list(portmapper)).isNotEmpty();
    }

    @Test
    void aFileAtTheSocketsPathIsRefusedAndLeftAlone() throws Exception {
        Path file = Files.writeString(socket(), "mine");

        assertThatThrownBy(() -> EmbeddedPortmapper.start(OPTIONS.withSocket(file)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("something that is no socket is there");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aStartThatFailsLeavesNothingOpen() throws Exception {
        EmbeddedPortmapper first = EmbeddedPortmapper.start();
        first.close();
        EmbeddedOptions samePort = OPTIONS.withPort(first.port()).withSocket(socket());
        Path file = Files.writeString(socket(), "mine");
        assertThatThrownBy(() -> EmbeddedPortmapper.start(samePort)).isInstanceOf(StartException.class);
        Files.delete(file);

        // Ports and socket are as free as before.
        try (EmbeddedPortmapper second = EmbeddedPortmapper.start(samePort)) {
            assertThat(second.port()).isEqualTo(first.port());
        }
    }

    @Test
    void anAddressOfAnotherHostIsRefused() {
        assertThatThrownBy(() -> EmbeddedPortmapper.start(OPTIONS.withListen(ip("192.0.2.1"))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("at 192.0.2.1: EADDRNOTAVAIL");
    }

    @Test
    void theDaemonNamesItsOptionsWhenItCannotStart(EmbeddedPortmapper portmapper) {
        Serving wanted = new Serving(
                portmapper.port(), List.of(), List.of(socket().toString()), false, PortmapperConfig.DEFAULT_PROTECTION);
        Surroundings daemon = Surroundings.ofDaemon(new Directories(folder.resolve("state"), folder), Map.of());
        assertThatThrownBy(() -> Portmapper.start(wanted, daemon))
                .isInstanceOf(StartException.class)
                .hasMessageEndingWith("stop the holder, or choose another port with --port)");
    }

    private Path socket() {
        return folder.resolve("rpcbind.sock");
    }

    private static Opaque results(RpcReply reply) {
        return ((AcceptedStatus.Success) ((AcceptedReply) reply).status()).results();
    }

    private static Opaque mapping(long program, long version, long protocol, long port) {
        XdrWriter writer = new XdrWriter();
        new Mapping(program, version, protocol, port).writeTo(writer);
        return writer.toOpaque();
    }

    /** DUMP of version 4 over the local socket. */
    private static List<Rpcb> list(EmbeddedPortmapper portmapper) {
        try (RpcbindClient client = portmapper.client()) {
            return client.list();
        }
    }
}
