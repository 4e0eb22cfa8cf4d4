package org.portmapper.rpc.remotetea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.acplt.oncrpc.OncRpcClient;
import org.acplt.oncrpc.OncRpcClientAuthUnix;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.OncRpcTimeoutException;
import org.acplt.oncrpc.XdrAble;
import org.acplt.oncrpc.XdrBufferEncodingStream;
import org.acplt.oncrpc.XdrDecodingStream;
import org.acplt.oncrpc.XdrDynamicOpaque;
import org.acplt.oncrpc.XdrEncodingStream;
import org.acplt.oncrpc.XdrString;
import org.acplt.oncrpc.XdrVoid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.xdr.Opaque;

/** Generated clients over our transports: where they find their server, what they send, and what may be set. */
@Timeout(60)
class RemoteTeaClientTest {
    private static final UdpPeer.Script ECHO = call -> List.of(Calls.echoBytes(call));

    private static RemoteTeaClient open(RpcAddress address) {
        return RemoteTeaClient.open(address, EchoServerStub.PROGRAM, EchoServerStub.VERSION);
    }

    private static RemoteTeaClient open(UdpPeer peer) throws Exception {
        return open(RpcAddress.of(Loopback.INET, peer.address().getPort(), Netid.UDP));
    }

    private static String echo(OncRpcClient client, String text) throws OncRpcException {
        XdrString result = new XdrString();
        client.call(1, 1, new XdrString(text), result);
        return result.stringValue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Netid.class,
            names = {"UDP", "TCP"})
    void generatedStubCallsItsServer(Netid netid) throws Exception {
        try (EchoServerStub server = EchoServerStub.listening();
                EchoClient client = new EchoClient(open(server.address(netid)))) {
            server.setCharacterEncoding("UTF-8");
            client.nullproc();
            Sample sample = Sample.full();
            assertThat(client.echo(sample).encoded()).isEqualTo(sample.encoded());
            assertThat(client.caller()).isEqualTo("nobody");
        }
    }

    private static EchoClient open(RpcbindClient portmapper, Netid netid) throws Exception {
        return new EchoClient(RemoteTeaClient.open(portmapper, EchoServerStub.PROGRAM, EchoServerStub.VERSION, netid));
    }

    @ParameterizedTest
    @EnumSource(
            value = Netid.class,
            names = {"UDP", "TCP"})
    void serverIsFoundThroughThePortmapper(Netid netid) throws Exception {
        try (KeepingPortmapper portmapper = new KeepingPortmapper(4);
                RpcbindClient toPortmapper = portmapper.client();
                EchoClient client = open(toPortmapper, netid);
                EchoServerStub server = EchoServerStub.listening()) {
            portmapper.put(server, netid);
            assertThat(client.caller()).isEqualTo("nobody");
        }
    }

    @Test
    void serverThatMovedIsFoundAgain() throws Exception {
        try (KeepingPortmapper portmapper = new KeepingPortmapper(4);
                RpcbindClient toPortmapper = portmapper.client();
                EchoClient client = open(toPortmapper, Netid.UDP)) {
            try (EchoServerStub first = EchoServerStub.listening()) {
                portmapper.put(first, Netid.UDP);
                assertThat(client.caller()).isEqualTo("nobody");
            }
            try (EchoServerStub second = EchoServerStub.listening()) {
                portmapper.put(second, Netid.UDP);
                assertThat(client.caller()).isEqualTo("nobody");
            }
        }
    }

    @Test
    void nothingIsLookedUpBeforeTheFirstCall() throws Exception {
        try (UdpPeer portmapper = new UdpPeer(ECHO);
                RpcbindClient toPortmapper = RpcbindClient.open(
                        RpcAddress.of(Loopback.INET, portmapper.address().getPort(), Netid.UDP));
                RemoteTeaClient client = RemoteTeaClient.open(toPortmapper, EchoServerStub.PROGRAM, 1, Netid.UDP)) {
            assertThat(client.getProgram()).isEqualTo(EchoServerStub.PROGRAM);
            assertThat(client.getPort()).isZero();
            assertThat(client.getHost().isAnyLocalAddress()).isTrue();
            assertThat(portmapper.calls()).isEmpty();
        }
    }

    @Test
    void fixedAddressIsTold() {
        try (RemoteTeaClient client = open(RpcAddress.of(Loopback.INET, 2049, Netid.TCP))) {
            assertThat(client.getHost()).isEqualTo(Loopback.INET);
            assertThat(client.getPort()).isEqualTo(2049);
            assertThat(client.getVersion()).isEqualTo(1);
        }
    }

    @Test
    void callIsSentAgainOverUdp() throws Exception {
        AtomicInteger received = new AtomicInteger();
        UdpPeer.Script deafAtFirst =
                call -> received.incrementAndGet() == 1 ? List.of() : List.of(Calls.echoBytes(call));
        try (UdpPeer peer = new UdpPeer(deafAtFirst);
                RemoteTeaClient client = open(peer)) {
            assertThat(echo(client, "again")).isEqualTo("again");
            assertThat(peer.calls())
                    .extracting(RpcCall::xid)
                    .hasSize(2)
                    .containsOnly(peer.calls().get(0).xid());
        }
    }

    @Test
    void timeoutIsTheDeadline() throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> List.of());
                RemoteTeaClient client = open(peer)) {
            assertThat(client.getTimeout()).isEqualTo(30_000);
            client.setTimeout(500);
            assertThatThrownBy(() -> echo(client, ""))
                    .isInstanceOf(OncRpcTimeoutException.class)
                    // What is left of it when the call is sent.
                    .hasMessageMatching(".* version 1 procedure 1: no reply within \\d{1,3} ms.*")
                    .hasCauseInstanceOf(RpcException.TimedOut.class);
            assertThatThrownBy(() -> client.setTimeout(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "timeout: 0 ms (expected: 1 to 86400000; calls without replies need Remote Tea's own client)");
            assertThatThrownBy(() -> client.setTimeout(86_400_001)).isInstanceOf(IllegalArgumentException.class);
            assertThat(client.getTimeout()).isEqualTo(500);
        }
    }

    @Test
    void stringsAreUtf8UntilAnotherCharsetIsSet() throws Exception {
        try (UdpPeer peer = new UdpPeer(ECHO);
                RemoteTeaClient client = open(peer)) {
            assertThat(client.getCharacterEncoding()).isEqualTo("UTF-8");
            assertThat(echo(client, "ä")).isEqualTo("ä");
            client.setCharacterEncoding("latin1");
            assertThat(client.getCharacterEncoding()).isEqualTo("ISO-8859-1");
            assertThat(echo(client, "ä")).isEqualTo("ä");
            assertThat(peer.calls())
                    .extracting(call -> call.arguments().toHex())
                    .containsExactly("00000002c3a40000", "00000001e4000000");
            client.setCharacterEncoding(null);
            assertThat(client.getCharacterEncoding())
                    .isEqualTo(Charset.defaultCharset().name());
            assertThatThrownBy(() -> client.setCharacterEncoding("none")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void longerRepliesAreRefusedUntilTheyAreAllowed() throws Exception {
        try (UdpPeer peer = new UdpPeer(ECHO);
                RemoteTeaClient client = open(peer).withReplyLimit(100)) {
            XdrDynamicOpaque result = new XdrDynamicOpaque();
            client.call(1, 1, new XdrDynamicOpaque(new byte[96]), result);
            assertThat(result.dynamicOpaqueValue()).hasSize(96);
            assertThatThrownBy(() -> client.call(1, 1, new XdrDynamicOpaque(new byte[97]), result))
                    .isInstanceOfSatisfying(
                            OncRpcException.class,
                            e -> assertThat(e.getReason()).isEqualTo(OncRpcException.RPC_BUFFEROVERFLOW))
                    .hasMessage(
                            "program 4026531847 version 1 procedure 1: results: 104 bytes (expected: at most 100, more by"
                                    + " withReplyLimit)");
            client.withReplyLimit(104).call(1, 1, new XdrDynamicOpaque(new byte[97]), result);
            assertThatThrownBy(() -> client.withReplyLimit(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void clientWithAnotherLimitTakesOverWhatWasSet() throws Exception {
        try (EchoServerStub server = EchoServerStub.listening();
                RemoteTeaClient first = open(server.address(Netid.TCP))) {
            first.setTimeout(1234);
            first.setCharacterEncoding("UTF-16");
            first.setAuth(new OncRpcClientAuthUnix("x", 1, 2));
            RemoteTeaClient second = first.withReplyLimit(1000);
            assertThat(second.getTimeout()).isEqualTo(1234);
            assertThat(second.getCharacterEncoding()).isEqualTo("UTF-16");
            assertThat(second.getAuth()).isSameAs(first.getAuth());
        }
    }

    @Test
    void argumentsWithoutAnEndAreRefused() throws Exception {
        XdrAble endless = new XdrAble() {
            @Override
            public void xdrEncode(XdrEncodingStream xdr) throws OncRpcException, IOException {
                while (true) {
                    xdr.xdrEncodeDynamicOpaque(new byte[1 << 20]);
                }
            }

            @Override
            public void xdrDecode(XdrDecodingStream xdr) {
                throw new UnsupportedOperationException();
            }
        };
        try (RemoteTeaClient client = open(RpcAddress.of(Loopback.INET, 9, Netid.TCP))) {
            assertThatThrownBy(() -> client.call(1, 1, endless, XdrVoid.XDR_VOID))
                    .isInstanceOf(OncRpcException.class)
                    .hasMessage("arguments: more than 67108864 bytes (expected: at most 67108864)");
        }
    }

    @Test
    void callsOfSeveralThreadsWaitSideBySide() throws Exception {
        Map<Integer, ByteBuffer> answers = new ConcurrentHashMap<>();
        UdpPeer.Script bothAtOnce = call -> {
            answers.put(call.xid(), Calls.echoBytes(call));
            return answers.size() == 2 ? List.copyOf(answers.values()) : List.of();
        };
        try (UdpPeer peer = new UdpPeer(bothAtOnce);
                RemoteTeaClient client = open(peer)) {
            FutureTask<String> other = new FutureTask<>(() -> echo(client, "other"));
            new Thread(other).start();
            assertThat(echo(client, "one")).isEqualTo("one");
            assertThat(other.get()).isEqualTo("other");
        }
    }

    @Test
    void bytesAreThoseThatRemoteTeasOwnStreamWrites() throws Exception {
        XdrBufferEncodingStream theirs = new XdrBufferEncodingStream(1000);
        theirs.setCharacterEncoding("UTF-8");
        Sample.full().xdrEncode(theirs);
        byte[] expected = Arrays.copyOf(theirs.getXdrData(), theirs.getXdrLength());
        assertThat(Sample.full().encoded()).isEqualTo(Opaque.of(expected));
    }
}
