package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.kernel.Addresses.at;
import static org.portmapper.kernel.IpProtocol.TCP;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.kernel.ConnectedSocket.Absent;
import org.portmapper.kernel.ConnectedSocket.Found;
import org.portmapper.kernel.ConnectedSocket.Reason;

/** Who is at the other end of a TCP connection, and the answers of the kernel that must not be believed. */
class ConnectedSocketTest {
    private SocketTable table;

    @BeforeEach
    void open() throws IOException {
        table = SocketTable.open();
    }

    @AfterEach
    void close() {
        table.close();
    }

    /** The JDK's sockets are of IPv6, with v4-mapped addresses. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void establishedSocketIsFoundAtEitherEnd(String host) throws Exception {
        try (ServerSocket server = server(host);
                Socket client = connect(server);
                Socket accepted = server.accept()) {
            InetSocket theirs = found(endOf(client), otherEndOf(client));
            InetSocket ours = found(otherEndOf(client), endOf(client));
            assertThat(theirs.local()).isEqualTo(otherEndOf(accepted));
            assertThat(theirs.remote()).isEqualTo(endOf(accepted));
            assertThat(theirs.identity().cookie()).isNotEqualTo(ours.identity().cookie());
            assertThat(theirs.identity().inode()).isNotEqualTo(ours.identity().inode());
        }
    }

    @Test
    void socketOfIpv4IsFoundAsWellAsAMappedOne() throws Exception {
        try (ServerSocket server = server("127.0.0.1");
                TestSocket client =
                        TestSocket.unbound(TCP, AddressFamily.AF_INET).bound(at("127.0.0.1", 0))) {
            client.beginToConnect(at("127.0.0.1", server.getLocalPort()));
            try (Socket accepted = server.accept()) {
                InetSocket found = found(otherEndOf(accepted), endOf(accepted));
                assertThat(found.identity().cookie()).isEqualTo(client.cookie());
                assertThat(found.identity().inode()).isEqualTo(client.inode());
            }
        }
    }

    @Test
    void closedSocketIsNobodys() throws Exception {
        try (ServerSocket server = server("127.0.0.1")) {
            Socket client = connect(server);
            InetSocketAddress end = endOf(client);
            InetSocketAddress otherEnd = otherEndOf(client);
            try (Socket accepted = server.accept()) {
                client.close();
                assertThat(accepted.getInputStream().read()).isEqualTo(-1);
                assertAbsent(end, otherEnd, Reason.NOT_ESTABLISHED); // FIN_WAIT2
                assertAbsent(otherEnd, end, Reason.NOT_ESTABLISHED); // CLOSE_WAIT: ours must be open as well
            }
            assertAbsent(end, otherEnd, Reason.NOT_ESTABLISHED); // TIME_WAIT
        }
    }

    @Test
    void halfClosedSocketIsNobodys() throws Exception {
        try (ServerSocket server = server("127.0.0.1");
                Socket client = connect(server);
                Socket accepted = server.accept()) {
            client.shutdownOutput();
            assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            assertAbsent(endOf(client), otherEndOf(client), Reason.NOT_ESTABLISHED);
        }
    }

    @Test
    void resetSocketIsGone() throws Exception {
        try (ServerSocket server = server("127.0.0.1")) {
            Socket client = connect(server);
            InetSocketAddress end = endOf(client);
            try (Socket accepted = server.accept()) {
                client.setOption(StandardSocketOptions.SO_LINGER, 0);
                client.close();
                assertAbsent(end, endOf(accepted), Reason.NO_SOCKET);
            }
        }
    }

    @Test
    void socketThatIsNotAcceptedYetIsNotHeld() throws Exception {
        try (ServerSocket server = server("127.0.0.1");
                Socket client = connect(server)) {
            assertAbsent(otherEndOf(client), endOf(client), Reason.NOT_HELD);
        }
    }

    @Test
    void listeningSocketDoesNotStandForAConnection() throws Exception {
        try (ServerSocket server = server("127.0.0.1");
                ServerSocket another = server("127.0.0.1")) {
            InetSocketAddress listening = at("127.0.0.1", server.getLocalPort());
            assertAbsent(listening, at("127.0.0.1", another.getLocalPort()), Reason.ANOTHER_LISTENS);
        }
    }

    @Test
    void nothingIsFoundWhereNothingIs() throws Exception {
        try (ServerSocket server = server("127.0.0.1");
                Socket client = connect(server)) {
            int port = client.getLocalPort();
            assertAbsent(at("127.0.0.2", port), otherEndOf(client), Reason.NO_SOCKET);
            assertAbsent(endOf(client), at("127.0.0.2", client.getPort()), Reason.NO_SOCKET);
            assertAbsent(at("::1", port), at("::1", client.getPort()), Reason.NO_SOCKET);
            assertAbsent(at("::1", port), otherEndOf(client), Reason.NO_SOCKET);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_SOCKET", "ANOTHER_LISTENS", "NOT_ESTABLISHED", "NOT_HELD"})
    void reasonReadsAsPartOfASentence(Reason reason) {
        assertThat(reason.toString()).matches("[a-z][a-z, ]+");
    }

    private InetSocket found(InetSocketAddress end, InetSocketAddress otherEnd) throws IOException {
        ConnectedSocket answer = table.connected(end, otherEnd);
        assertThat(answer).isInstanceOf(Found.class);
        InetSocket socket = ((Found) answer).socket();
        assertThat(socket.state()).isEqualTo(SocketState.ESTABLISHED);
        assertThat(socket.isHeld()).isTrue();
        return socket;
    }

    private void assertAbsent(InetSocketAddress end, InetSocketAddress otherEnd, Reason reason) throws IOException {
        assertThat(table.connected(end, otherEnd)).isEqualTo(new Absent(reason));
    }

    private static ServerSocket server(String host) throws IOException {
        return new ServerSocket(0, 16, InetAddress.ofLiteral(host));
    }

    private static Socket connect(ServerSocket server) throws IOException {
        return new Socket(server.getInetAddress(), server.getLocalPort());
    }

    private static InetSocketAddress endOf(Socket socket) {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    private static InetSocketAddress otherEndOf(Socket socket) {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }
}
