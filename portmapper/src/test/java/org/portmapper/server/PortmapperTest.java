package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.portmapper.server.RunningPortmapper.call;
import static org.portmapper.server.RunningPortmapper.ip;
import static org.portmapper.server.RunningPortmapper.receive;
import static org.portmapper.server.RunningPortmapper.send;

import java.net.DatagramSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** The daemon as a whole: start, UDP, local socket, stop, and what it says when it cannot start. */
final class PortmapperTest {
    private static final AcceptedReply VOID = new AcceptedReply(5, new AcceptedStatus.Success(Opaque.EMPTY));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.5"})
    void repliesLeaveFromTheAddressThatWasAsked(String address) throws Exception {
        try (RunningPortmapper portmapper = new RunningPortmapper(folder, "0.0.0.0")) {
            assertThat(portmapper.askUdp(address, call(5, 2, 0, Opaque.EMPTY))).isEqualTo(VOID);
        }
    }

    @Test
    void whatIsRegisteredOverUdpIsListedOverTheLocalSocketAndGoneAfterUnset() throws Exception {
        Opaque mapping = mapping(0x20000001, 1, 17, 4711);
        try (RunningPortmapper portmapper = new RunningPortmapper(folder, "127.0.0.1")) {
            assertThat(results(portmapper.askUdp("127.0.0.1", call(1, 2, 1, mapping))))
                    .isEqualTo(Opaque.ofHex("00000001"));
            assertThat(list(portmapper)).contains(new Rpcb(0x20000001, 1, "udp", "0.0.0.0.18.103", "unknown"));
            assertThat(results(portmapper.askUdp("127.0.0.1", call(2, 2, 2, mapping))))
                    .isEqualTo(Opaque.ofHex("00000001"));
            assertThat(list(portmapper)).noneMatch(rpcb -> rpcb.program() == 0x20000001);
        }
    }

    @Test
    void itListsItselfInTheOrderOfRpcbind() throws Exception {
        try (RunningPortmapper portmapper = new RunningPortmapper(folder, "127.0.0.1", "::1")) {
            assertThat(list(portmapper))
                    .extracting(rpcb -> rpcb.version() + " " + rpcb.netid())
                    .containsExactly(
                            "4 tcp6", "3 tcp6", "4 udp6", "3 udp6", "4 tcp", "3 tcp", "2 tcp", "4 udp", "3 udp",
                            "2 udp", "4 local", "3 local");
        }
    }

    @Test
    void aDumpThatDoesNotFitIntoADatagramIsASystemErrorThereAndWholeOverTcp() throws Exception {
        try (RunningPortmapper portmapper = new RunningPortmapper(folder, "127.0.0.1");
                DatagramSocket client = new DatagramSocket(0, ip("127.0.0.1"))) {
            client.setSoTimeout(RunningPortmapper.PATIENCE_MILLIS);
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
    void junkOfAnyKindEndsNoListener() throws Exception {
        try (RunningPortmapper portmapper = new RunningPortmapper(folder, "127.0.0.1");
                DatagramSocket client = new DatagramSocket(0, ip("127.0.0.1"))) {
            client.connect(ip("127.0.0.1"), portmapper.port());
            java.util.Random random = new java.util.Random(42);
            for (int i = 0; i < 2_000; i++) {
                byte[] junk = new byte[random.nextInt(i < 10 ? 65_000 : 120)];
                random.nextBytes(junk);
                send(client, ByteBuffer.wrap(junk));
                // Asked often, so that junk does not fill the socket's buffer and push the question out.
                if (i < 10 || i % 50 == 0) {
                    assertThat(portmapper.askUdp("127.0.0.1", call(5, 2, 0, Opaque.EMPTY)))
                            .isEqualTo(VOID);
                }
            }
            assertThat(portmapper.askUdp("127.0.0.1", call(5, 2, 0, Opaque.EMPTY)))
                    .isEqualTo(VOID);
        }
    }

    @Test
    void theLocalSocketIsForEveryoneAndGoneAtTheEnd() throws Exception {
        Path socket;
        try (RunningPortmapper portmapper = new RunningPortmapper(folder, "127.0.0.1")) {
            socket = portmapper.socket();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw-rw-rw-");
        }
        assertThat(socket).doesNotExist();
    }

    @Test
    void aSocketThatADeadDaemonLeftIsReplaced() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("rpcbind.sock"));
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address).close();
        assertThat(address.getPath()).exists();

        try (RunningPortmapper portmapper = new RunningPortmapper(folder, "127.0.0.1")) {
            assertThat(list(portmapper)).isNotEmpty();
        }
    }

    @Test
    void whatItHeldIsFreeAgainOnceItIsClosed() throws Exception {
        RunningPortmapper first = new RunningPortmapper(folder, "127.0.0.1");
        first.close();

        try (Portmapper second =
                Portmapper.start(RunningPortmapper.config(folder, first.port(), "127.0.0.1"), Map.of())) {
            assertThat(second.port()).isEqualTo(first.port());
        }
    }

    @Test
    void aPortThatIsTakenIsRefusedWithItsHolder() throws Exception {
        try (RunningPortmapper portmapper = new RunningPortmapper(folder, "127.0.0.1")) {
            Path other = Files.createDirectory(folder.resolve("other"));
            assertThatThrownBy(() ->
                            Portmapper.start(RunningPortmapper.config(other, portmapper.port(), "127.0.0.1"), Map.of()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("tcp port " + portmapper.port() + " at 127.0.0.1: held by java (pid "
                            + ProcessHandle.current().pid());
            assertThat(other.resolve("rpcbind.sock")).doesNotExist();
        }
    }

    @Test
    void aLocalSocketInUseIsRefusedAndLeftAlone() throws Exception {
        try (RunningPortmapper portmapper = new RunningPortmapper(folder, "127.0.0.1")) {
            assertThatThrownBy(() -> Portmapper.start(RunningPortmapper.config(folder, 0, "127.0.0.1"), Map.of()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(portmapper.socket() + ": another process serves it");
            assertThat(list(portmapper)).isNotEmpty();
        }
    }

    @Test
    void aFileAtTheSocketsPathIsRefusedAndLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("rpcbind.sock"), "mine");

        assertThatThrownBy(() -> Portmapper.start(RunningPortmapper.config(folder, 0, "127.0.0.1"), Map.of()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("something that is no socket is there");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aStartThatFailsLeavesNothingOpen() throws Exception {
        RunningPortmapper first = new RunningPortmapper(folder, "127.0.0.1");
        first.close();
        Path file = Files.writeString(folder.resolve("rpcbind.sock"), "mine");
        assertThatThrownBy(
                        () -> Portmapper.start(RunningPortmapper.config(folder, first.port(), "127.0.0.1"), Map.of()))
                .isInstanceOf(StartException.class);
        Files.delete(file);

        // Ports and socket are as free as before.
        try (Portmapper second =
                Portmapper.start(RunningPortmapper.config(folder, first.port(), "127.0.0.1"), Map.of())) {
            assertThat(second.port()).isEqualTo(first.port());
        }
    }

    @Test
    void anAddressOfAnotherHostIsRefused() {
        assertThatThrownBy(() -> Portmapper.start(RunningPortmapper.config(folder, 0, "192.0.2.1"), Map.of()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("at 192.0.2.1: EADDRNOTAVAIL");
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
    private static List<Rpcb> list(RunningPortmapper portmapper) throws Exception {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(portmapper.socket()))) {
            channel.write(ByteBuffer.wrap(RunningPortmapper.record(call(1, 4, 4, Opaque.EMPTY))));
            ByteBuffer header = read(channel, 4);
            ByteBuffer record = read(channel, header.getInt() & 0x7fff_ffff);
            return XdrList.read(results(RpcReply.read(record)).reader(), Rpcb::read);
        }
    }

    private static ByteBuffer read(SocketChannel channel, int length) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            assertThat(channel.read(bytes)).isPositive();
        }
        return bytes.flip();
    }
}
