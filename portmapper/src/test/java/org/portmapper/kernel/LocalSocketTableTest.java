package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Local sockets that listen, and which of them a name leads to. */
class LocalSocketTableTest {
    private static final String ABSTRACT =
            "@portmapper-test-table-" + ProcessHandle.current().pid();

    private static final int SOCK_SEQPACKET = 5;

    @TempDir
    private Path folder;

    private LocalSocketTable table;

    @BeforeEach
    void open() throws IOException {
        table = LocalSocketTable.open();
    }

    @AfterEach
    void close() {
        table.close();
    }

    @Test
    void thisHostHasTheTable() {
        assertThat(LocalSocketTable.missing()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"path", "abstract"})
    void listenerIsFoundByItsName(String kind) throws Exception {
        String name = kind.equals("path") ? folder.resolve("socket").toString() : ABSTRACT;
        ListeningSocket socket = ListeningSocket.local(name);
        LocalListener found = table.listening(name).orElseThrow();
        assertThat(found.inode()).isEqualTo(FileIdentity.of(socket.fd()).inode());
        assertThat(found.uid()).hasValue(uidOf(Path.of("/proc/self")));
        assertThat(table.isListening(found.inode(), found.cookie())).isTrue();
        assertThat(table.isListening(found.inode(), found.cookie() + 1)).isFalse();
        assertThat(table.isListening(found.inode() + 1_000_000, found.cookie())).isFalse();
        socket.close();
        assertThat(table.isListening(found.inode(), found.cookie())).isFalse();
        assertThat(table.listening(name)).isEmpty();
    }

    @Test
    void pathLeadsToTheSocketThatIsThereNow() throws Exception {
        Path path = folder.resolve("socket");
        ListeningSocket first = ListeningSocket.local(path.toString());
        LocalListener before = table.listening(path.toString()).orElseThrow();
        Files.delete(path);
        assertThat(table.listening(path.toString())).isEmpty();
        ListeningSocket second = ListeningSocket.local(path.toString());
        LocalListener after = table.listening(path.toString()).orElseThrow();
        assertThat(after.inode()).isEqualTo(FileIdentity.of(second.fd()).inode());
        assertThat(after.cookie()).isNotEqualTo(before.cookie());
        assertThat(table.isListening(before.inode(), before.cookie())).isTrue();
        second.close();
        assertThat(table.listening(path.toString())).isEmpty();
        first.close();
    }

    @Test
    void socketIsFoundWhereItsFileWent() throws Exception {
        Path path = folder.resolve("socket");
        ListeningSocket socket = ListeningSocket.local(path.toString());
        Path link = Files.createSymbolicLink(folder.resolve("link"), path);
        awaitFoundBy(link);
        Path moved = Files.move(path, folder.resolve("moved"));
        assertThat(table.listening(moved.toString())).isPresent();
        assertThat(table.listening(path.toString())).isEmpty();
        assertThat(table.listening(link.toString())).isEmpty();
        socket.close();
    }

    /** The first to follow a link changes when it was last accessed, which may take a while and so is left to others. */
    private void awaitFoundBy(Path link) throws IOException {
        Instant deadline = Instant.now().plusSeconds(30);
        while (table.listening(link.toString()).isEmpty()) {
            assertThat(Instant.now()).as("%s followed by others", link).isBefore(deadline);
            assertThat(Files.exists(link)).isTrue();
        }
    }

    @Test
    void socketThatDoesNotListenIsNotListening() throws Exception {
        Descriptor bound = bind(folder.resolve("bound"));
        long inode = FileIdentity.of(bound.number()).inode();
        long cookie = new TestSocket(bound, AddressFamily.AF_UNIX).cookie();
        assertThat(table.isListening(inode, cookie)).isFalse();
        ErrnoException.check(Syscall.LISTEN.call(bound.number(), 5, 0), "listen");
        assertThat(table.isListening(inode, cookie)).isTrue();
        assertThat(table.isListening(0, cookie)).isFalse();
        bound.close();
    }

    @Test
    void socketOfPacketsIsNotAStream() throws Exception {
        Path path = folder.resolve("packets");
        Descriptor packets = new Descriptor(
                (int) ErrnoException.check(Syscall.SOCKET.call(AddressFamily.AF_UNIX, SOCK_SEQPACKET, 0), "socket"));
        call(Syscall.BIND, packets, path);
        ErrnoException.check(Syscall.LISTEN.call(packets.number(), 5, 0), "listen");
        assertThat(table.listening(path.toString())).isEmpty();
        packets.close();
    }

    @Test
    void whatDoesNotListenIsNotFound() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        Path path = folder.resolve("bound");
        try (LocalDatagrams datagrams =
                        new LocalDatagrams(folder.resolve("datagrams").toString());
                LocalDatagrams abstractDatagrams = new LocalDatagrams(ABSTRACT)) {
            Descriptor bound = bind(path);
            assertThat(table.listening(path.toString())).isEmpty();
            bound.close();
            assertThat(table.listening(file.toString())).isEmpty();
            assertThat(table.listening(folder.toString())).isEmpty();
            assertThat(table.listening(folder.resolve("datagrams").toString())).isEmpty();
            assertThat(table.listening(ABSTRACT)).isEmpty();
            assertThat(datagrams).isNotEqualTo(abstractDatagrams);
        }
    }

    @Test
    void nameMustBeThatOfASocket() throws Exception {
        ListeningSocket socket = ListeningSocket.local(folder.resolve("socket").toString());
        ListeningSocket another = ListeningSocket.local(ABSTRACT);
        for (String name : new String[] {
            "", "socket", "@", "@socket", ABSTRACT + "x", ABSTRACT.substring(0, ABSTRACT.length() - 1), ABSTRACT + "\0"
        }) {
            assertThat(table.listening(name)).as(name).isEmpty();
        }
        assertThat(table.listening(folder.resolve("socket") + "\0x")).isEmpty();
        assertThat(table.listening(folder + "/socket/x")).isEmpty();
        socket.close();
        another.close();
    }

    /** Links that mean something else to each process. */
    @Test
    void magicLinksAreNotFollowed() throws Exception {
        Path path = folder.resolve("socket");
        ListeningSocket socket = ListeningSocket.local(path.toString());
        assertThat(table.listening("/proc/self/root" + path)).isEmpty();
        assertThat(table.listening("/proc/self/cwd/../../../../../.." + path)).isEmpty();
        socket.close();
    }

    @Test
    void socketOfTheSameNameElsewhereIsNotMeant() throws Exception {
        Path path = folder.resolve("socket");
        // A file is left behind; in a mount namespace of its own somebody listens at an equal path.
        ListeningSocket.local(path.toString()).close();
        String script = """
                my ($folder, $path) = @ARGV;
                system("mount", "-t", "tmpfs", "none", $folder) == 0 or die "mount";
                socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!";
                bind($s, pack_sockaddr_un($path)) or die "bind: $!";
                listen($s, 5) or die "listen: $!";
                """;
        try (PerlProcess elsewhere = PerlProcess.startIn("--mount", script, folder.toString(), path.toString())) {
            elsewhere.said();
            assertThat(table.listening(path.toString())).isEmpty();
            Files.delete(path);
            assertThat(table.listening(path.toString())).isEmpty();
            ListeningSocket ours = ListeningSocket.local(path.toString());
            assertThat(table.listening(path.toString()).map(LocalListener::inode))
                    .contains(FileIdentity.of(ours.fd()).inode());
            ours.close();
        }
    }

    @Test
    void peerOfThisNetworkIsTold() throws Exception {
        Path path = folder.resolve("socket");
        Descriptor client = Descriptor.socket(AddressFamily.AF_UNIX, SocketType.STREAM);
        try (ServerSocketChannel server = serve(path)) {
            assertThat(table.peerIsOfThisNetwork(client.number())).isFalse();
            call(Syscall.CONNECT, client, path);
            SocketChannel accepted = server.accept();
            assertThat(table.peerIsOfThisNetwork(client.number())).isTrue();
            accepted.close();
            assertThat(table.peerIsOfThisNetwork(client.number())).isFalse();
        } finally {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void peerOfAnotherNetworkIsNot(boolean another) throws Exception {
        Path path = folder.resolve("socket");
        String script = """
                socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!";
                connect($s, pack_sockaddr_un($ARGV[0])) or die "connect: $!";
                """;
        try (ServerSocketChannel server = serve(path);
                PerlProcess peer = another
                        ? PerlProcess.startIn("--net", script, path.toString())
                        : PerlProcess.start(List.of(), script, path.toString())) {
            peer.said();
            try (SocketChannel accepted = server.accept()) {
                assertThat(accepted.isOpen()).isTrue();
                assertThat(table.peerIsOfThisNetwork(descriptorConnectedWith(peer)))
                        .isEqualTo(!another);
            }
        }
    }

    /** The JDK does not tell its descriptors. */
    private static int descriptorConnectedWith(PerlProcess peer) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .map(each -> Integer.parseInt(each.getFileName().toString()))
                    .filter(fd -> PeerCredentials.of(fd)
                            .filter(credentials -> credentials.pid() == peer.pid())
                            .isPresent())
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void otherDescriptorsHaveNoLocalPeer() throws Exception {
        Descriptor internet = Descriptor.socket(AddressFamily.AF_INET, SocketType.STREAM);
        assertThat(table.peerIsOfThisNetwork(internet.number())).isFalse();
        internet.close();
        assertThatThrownBy(() -> table.peerIsOfThisNetwork(-1)).hasMessageContaining("EBADF");
    }

    private static ServerSocketChannel serve(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    private static Descriptor bind(Path path) throws ErrnoException {
        Descriptor descriptor = Descriptor.socket(AddressFamily.AF_UNIX, SocketType.STREAM);
        call(Syscall.BIND, descriptor, path);
        return descriptor;
    }

    private static void call(Syscall call, Descriptor descriptor, Path path) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory sockaddr = NativeMemory.in(arena, LocalSockaddr.BYTES);
            int length = LocalSockaddr.writePath(sockaddr.bytes(), 0, path.toString());
            ErrnoException.check(call.call(descriptor.number(), sockaddr.address(0), length), call.name());
        }
    }

    private static long uidOf(Path path) throws IOException {
        return ((Number) Files.getAttribute(path, "unix:uid")).longValue();
    }
}
