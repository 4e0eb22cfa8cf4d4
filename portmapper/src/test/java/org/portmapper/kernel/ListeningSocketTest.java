package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.portmapper.kernel.Addresses.at;

import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets that accept connections, before an event loop takes them over. */
class ListeningSocketTest {
    @TempDir
    private Path folder;

    @Test
    void tcpSocketListensUntilItIsClosed() throws Exception {
        ListeningSocket listening = ListeningSocket.tcp(at("127.0.0.1", 0));
        InetSocketAddress address = listening.inetAddress();
        SocketChannel.open(address).close();
        ErrnoException e = catchThrowableOfType(ErrnoException.class, () -> ListeningSocket.tcp(address));
        assertThat(e.errno()).isEqualTo(Errno.EADDRINUSE);
        listening.close();
        assertThatThrownBy(() -> SocketChannel.open(address)).isInstanceOf(ConnectException.class);
    }

    @Test
    void localSocketListensAtItsPath() throws Exception {
        Path path = folder.resolve("socket");
        ListeningSocket listening = ListeningSocket.local(path.toString());
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThat(client.connect(UnixDomainSocketAddress.of(path))).isTrue();
        } finally {
            listening.close();
        }
    }

    @Test
    void abstractNameIsHeldByOne() throws Exception {
        String name = "@portmapper-test-listening-" + ProcessHandle.current().pid();
        ListeningSocket listening = ListeningSocket.local(name);
        ErrnoException e = catchThrowableOfType(ErrnoException.class, () -> ListeningSocket.local(name));
        assertThat(e.errno()).isEqualTo(Errno.EADDRINUSE);
        assertThat(InheritedSocket.of(listening.fd(), "unknown"))
                .isEqualTo(new InheritedSocket(
                        listening.fd(),
                        "unknown",
                        SocketType.STREAM,
                        true,
                        new BoundAddress.AbstractName(name.substring(1))));
        listening.close();
        ListeningSocket.local(name).close();
    }
}
