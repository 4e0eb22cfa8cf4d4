package org.portmapper.rpc.remotetea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.acplt.oncrpc.OncRpcAuthenticationException;
import org.acplt.oncrpc.OncRpcClientAuth;
import org.acplt.oncrpc.OncRpcClientAuthNone;
import org.acplt.oncrpc.OncRpcClientAuthUnix;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.XdrDecodingStream;
import org.acplt.oncrpc.XdrEncodingStream;
import org.acplt.oncrpc.XdrVoid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.rpcbind.Netid;

/** What a program sets by {@code setAuth} reaches the server, or is refused before anything is sent. */
@Timeout(60)
class CallCredentialTest {
    @ParameterizedTest
    @EnumSource(
            value = Netid.class,
            names = {"UDP", "TCP"})
    void credentialIsSent(Netid netid) throws Exception {
        try (EchoServerStub server = EchoServerStub.listening();
                EchoClient client =
                        new EchoClient(RemoteTeaClient.open(server.address(netid), EchoServerStub.PROGRAM, 1))) {
            client.getClient().setAuth(new OncRpcClientAuthUnix("client", 1000, -2, new int[] {4, 24}));
            assertThat(client.caller()).isEqualTo("client 1000 -2 [4, 24]");
            client.getClient().setAuth(OncRpcClientAuthNone.AUTH_NONE);
            assertThat(client.caller()).isEqualTo("nobody");
        }
    }

    /** One whose verifier proves who calls. */
    private static final class Proof extends OncRpcClientAuth {
        @Override
        protected void xdrEncodeCredVerf(XdrEncodingStream xdr) throws OncRpcException, IOException {
            xdr.xdrEncodeInt(6);
            xdr.xdrEncodeInt(0);
            xdr.xdrEncodeInt(6);
            xdr.xdrEncodeDynamicOpaque(new byte[8]);
        }

        @Override
        protected void xdrDecodeVerf(XdrDecodingStream xdr) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected boolean canRefreshCred() {
            return false;
        }
    }

    static Stream<OncRpcClientAuth> refusedCredentials() {
        // Remote Tea counts chars, and writes bytes behind a length that is too short.
        return Stream.of(new Proof(), new OncRpcClientAuthUnix("ääää", 1, 1));
    }

    @ParameterizedTest
    @MethodSource("refusedCredentials")
    void credentialThatCannotBeSentIsRefused(OncRpcClientAuth auth) throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> List.of(Calls.echoBytes(call)));
                RemoteTeaClient client = RemoteTeaClient.open(
                        RpcAddress.of(Loopback.INET, peer.address().getPort(), Netid.UDP), EchoServerStub.PROGRAM, 1)) {
            client.setAuth(auth);
            assertThatThrownBy(() -> client.call(1, 1, XdrVoid.XDR_VOID, XdrVoid.XDR_VOID))
                    .isInstanceOf(OncRpcException.class)
                    .hasMessage(
                            "credential: " + auth.getClass().getName()
                                    + " (expected: one of at most 400 bytes with an empty verifier, as AUTH_NONE and AUTH_SYS have)");
            assertThat(peer.calls()).isEmpty();
        }
    }

    @Test
    void credentialThatRemoteTeaRefusesIsRefused() {
        OncRpcClientAuthUnix tooMany = new OncRpcClientAuthUnix("client", 1, 1, new int[17]);
        assertThatThrownBy(() -> CallCredential.of(tooMany, "UTF-8")).isInstanceOf(OncRpcAuthenticationException.class);
    }
}
