package org.portmapper.rpc.remotetea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.acplt.oncrpc.OncRpcAuthenticationException;
import org.acplt.oncrpc.OncRpcClient;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.OncRpcProgramNotRegisteredException;
import org.acplt.oncrpc.OncRpcTcpClient;
import org.acplt.oncrpc.OncRpcUdpClient;
import org.acplt.oncrpc.XdrVoid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.rpcbind.Netid;

/** What a program that was written for Remote Tea's own clients catches, is what it catches here. */
@Timeout(60)
class OncRpcFailureTest {
    private static final int PROGRAM = 0x2000_0007;

    /** Makes the datagrams that answer a call, by its xid. */
    record Answer(String name, IntFunction<List<ByteBuffer>> bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Answer accepted(AcceptedStatus status) {
        return new Answer(status.toString(), xid -> List.of(new AcceptedReply(xid, status).toBuffer()));
    }

    private static Answer denied(Denial denial) {
        return new Answer(denial.toString(), xid -> List.of(new DeniedReply(xid, denial).toBuffer()));
    }

    static Stream<Answer> answers() {
        Stream<Answer> statuses = Stream.of(
                accepted(new AcceptedStatus.ProgramUnavailable()),
                accepted(new AcceptedStatus.ProgramMismatch(2, 4)),
                accepted(new AcceptedStatus.ProcedureUnavailable()),
                accepted(new AcceptedStatus.GarbageArguments()),
                accepted(new AcceptedStatus.SystemError()),
                denied(new Denial.RpcMismatch(2, 2)));
        Stream<Answer> authErrors =
                IntStream.rangeClosed(1, 14).mapToObj(stat -> denied(new Denial.AuthError(new AuthStat(stat))));
        return Stream.concat(statuses, authErrors);
    }

    private static OncRpcException failureOf(OncRpcClient client) throws OncRpcException {
        try {
            return catchThrowableOfType(
                    OncRpcException.class, () -> client.call(7, 1, XdrVoid.XDR_VOID, XdrVoid.XDR_VOID));
        } finally {
            client.close();
        }
    }

    private static void assertSameButForTheText(OncRpcException ours, OncRpcException theirs) {
        assertThat(ours).isInstanceOf(theirs.getClass());
        assertThat(ours.getReason()).isEqualTo(theirs.getReason());
        if (theirs instanceof OncRpcAuthenticationException refused) {
            assertThat(((OncRpcAuthenticationException) ours).getAuthStatus()).isEqualTo(refused.getAuthStatus());
        }
        assertThat(ours.getCause()).isInstanceOf(RpcException.class).hasMessage(ours.getMessage());
    }

    @ParameterizedTest
    @MethodSource("answers")
    void failureIsTheOneOfRemoteTeasOwnClient(Answer answer) throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> answer.bytes().apply(call.xid()))) {
            int port = peer.address().getPort();
            RpcAddress address = RpcAddress.of(Loopback.INET, port, Netid.UDP);
            OncRpcException ours = failureOf(RemoteTeaClient.open(address, PROGRAM, 1));
            assertSameButForTheText(ours, failureOf(new OncRpcUdpClient(Loopback.INET, PROGRAM, 1, port)));
            assertThat(ours).hasMessageStartingWith(address + ": program 536870919 version 1 procedure 7: ");
        }
    }

    @Test
    void noAnswerIsTheTimeoutOfRemoteTeasOwnClient() throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> List.of())) {
            int port = peer.address().getPort();
            OncRpcClient own = new OncRpcUdpClient(Loopback.INET, PROGRAM, 1, port);
            OncRpcClient ours = RemoteTeaClient.open(RpcAddress.of(Loopback.INET, port, Netid.UDP), PROGRAM, 1);
            own.setTimeout(20);
            ours.setTimeout(20);
            assertSameButForTheText(failureOf(ours), failureOf(own));
        }
    }

    @Test
    void connectionThatEndsIsTheFailureOfRemoteTeasOwnClient() throws Exception {
        try (StreamPeer peer = StreamPeer.onTcp(StreamPeer.Connection::read)) {
            int port = peer.address().getPort();
            OncRpcException ours =
                    failureOf(RemoteTeaClient.open(RpcAddress.of(Loopback.INET, port, Netid.TCP), PROGRAM, 1));
            assertSameButForTheText(ours, failureOf(new OncRpcTcpClient(Loopback.INET, PROGRAM, 1, port)));
        }
    }

    @Test
    void nobodyThereIsACallThatCannotBeSent() throws Exception {
        // Bound, so that nobody else gets the port, and not listening.
        try (SocketChannel deaf = SocketChannel.open().bind(Loopback.anyPort())) {
            int port = ((InetSocketAddress) deaf.getLocalAddress()).getPort();
            OncRpcException failure =
                    failureOf(RemoteTeaClient.open(RpcAddress.of(Loopback.INET, port, Netid.TCP), PROGRAM, 1));
            assertThat(failure.getReason()).isEqualTo(OncRpcException.RPC_CANTSEND);
            assertThat(failure).hasCauseInstanceOf(RpcException.Unreachable.class);
        }
    }

    @Test
    void programThatIsNotRegisteredIsToldAsSuch() throws Exception {
        try (KeepingPortmapper portmapper = new KeepingPortmapper(4);
                RpcbindClient toPortmapper = portmapper.client()) {
            OncRpcException failure = failureOf(RemoteTeaClient.open(toPortmapper, PROGRAM, 1, Netid.UDP));
            assertThat(failure)
                    .isInstanceOf(OncRpcProgramNotRegisteredException.class)
                    .hasMessageStartingWith(
                            "program 536870919 version 1 on udp: not registered with the portmapper at udp 127");
            assertThat(failure.getReason()).isEqualTo(OncRpcException.RPC_PROGNOTREGISTERED);
        }
    }

    @Test
    void everyExceptionOfThisLibraryHasAReason() {
        Set<Class<?>> all =
                Stream.of(RpcException.class.getPermittedSubclasses()).collect(Collectors.toSet());
        assertThat(OncRpcFailure.REASONS.keySet()).isEqualTo(all);
    }
}
