package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asked at the connecting end, where the peer is the listener: this process itself. */
class PeerCredentialsTest {
    private static final Path SELF = Path.of("/proc/self");

    @TempDir
    private Path folder;

    @Test
    void peerOfALocalConnectionIsKnown() throws Exception {
        Path path = folder.resolve("socket");
        Descriptor client = Descriptor.socket(AddressFamily.AF_UNIX, SocketType.STREAM);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            connect(client, path);
            int pid = (int) ProcessHandle.current().pid();
            assertThat(PeerCredentials.of(client.number())).contains(new PeerCredentials(pid, own("uid"), own("gid")));
        } finally {
            client.close();
        }
    }

    @Test
    void nobodyIsKnownWithoutALocalPeer() throws Exception {
        Descriptor unconnected = Descriptor.socket(AddressFamily.AF_UNIX, SocketType.STREAM);
        Descriptor internet = Descriptor.socket(AddressFamily.AF_INET, SocketType.STREAM);
        try {
            assertThat(PeerCredentials.of(unconnected.number())).isEmpty();
            assertThat(PeerCredentials.of(internet.number())).isEmpty();
        } finally {
            unconnected.close();
            internet.close();
        }
        assertThat(PeerCredentials.of(-1)).isEmpty();
    }

    private static void connect(Descriptor client, Path path) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory sockaddr = NativeMemory.in(arena, LocalSockaddr.BYTES);
            int length = LocalSockaddr.writePath(sockaddr.bytes(), 0, path.toString());
            ErrnoException.check(Syscall.CONNECT.call(client.number(), sockaddr.address(0), length), "connect");
        }
    }

    private static long own(String id) throws Exception {
        return ((Number) Files.getAttribute(SELF, "unix:" + id)).longValue();
    }
}
