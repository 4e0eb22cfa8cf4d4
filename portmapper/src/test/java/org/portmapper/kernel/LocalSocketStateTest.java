package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what nobody listens on, and is a socket, may be removed. */
class LocalSocketStateTest {
    @TempDir
    private Path folder;

    @Test
    void socketIsAliveWhileSomebodyListensAndStaleAfterwards() throws Exception {
        Path path = folder.resolve("socket");
        assertThat(LocalSocketState.of(path)).isEqualTo(LocalSocketState.ABSENT);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path));
            assertThat(LocalSocketState.of(path)).isEqualTo(LocalSocketState.ALIVE);
        }
        assertThat(LocalSocketState.of(path)).isEqualTo(LocalSocketState.STALE);
        assertThat(path).as("looking removes nothing").exists();
    }

    @Test
    void serverWhoseQueueIsFullIsAlive() throws Exception {
        Path path = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(path), 1);
            for (int i = 0; i < 5; i++) {
                assertThat(LocalSocketState.of(path)).isEqualTo(LocalSocketState.ALIVE);
            }
        }
    }

    @Test
    void socketOfAnotherTypeIsAlive() throws Exception {
        Path path = folder.resolve("datagrams");
        try (LocalDatagrams server = new LocalDatagrams(path.toString())) {
            assertThat(server).isNotNull();
            assertThat(LocalSocketState.of(path)).isEqualTo(LocalSocketState.ALIVE);
        }
    }

    @Test
    void filesFoldersAndLinksAreNotSockets() throws Exception {
        Path stale = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(stale));
        }
        Path link = Files.createSymbolicLink(folder.resolve("link"), stale);
        Path file = Files.writeString(folder.resolve("file"), "precious");
        assertThat(LocalSocketState.of(link)).isEqualTo(LocalSocketState.NOT_A_SOCKET);
        assertThat(LocalSocketState.of(file)).isEqualTo(LocalSocketState.NOT_A_SOCKET);
        assertThat(LocalSocketState.of(folder)).isEqualTo(LocalSocketState.NOT_A_SOCKET);
    }
}
