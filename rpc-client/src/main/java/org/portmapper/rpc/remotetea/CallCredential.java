package org.portmapper.rpc.remotetea;

import java.io.IOException;
import org.acplt.oncrpc.OncRpcClientAuth;
import org.acplt.oncrpc.OncRpcClientCallMessage;
import org.acplt.oncrpc.OncRpcException;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.ReceivedMessage;
import org.portmapper.rpc.message.RpcCall;

/** The credential that a Remote Tea authentication writes into a call. */
final class CallCredential {
    /** The head of a call, RFC 5531 section 9: six numbers, and two times a flavor, a length and a body. */
    private static final int HEAD_LIMIT = 24 + (2 * (8 + OpaqueAuth.BODY_LIMIT));

    private CallCredential() {}

    /**
     * Lets it write the head of a call, since the method that writes the credential alone is not public, and takes it out
     * of there. One with a verifier of its own is refused: it would also want to check the server's.
     */
    static OpaqueAuth of(OncRpcClientAuth auth, String characterEncoding) throws OncRpcException, IOException {
        BoundedEncodingStream head = new BoundedEncodingStream(HEAD_LIMIT, characterEncoding);
        new OncRpcClientCallMessage(0, 0, 0, 0, auth).xdrEncode(head);
        if (ReceivedMessage.read(head.toOpaque().toBuffer()) instanceof RpcCall call
                && call.verifier().equals(OpaqueAuth.NONE)
                && call.arguments().length() == 0) {
            return call.credential();
        }
        throw new OncRpcException(
                OncRpcException.RPC_CANTENCODEARGS,
                "credential: " + auth.getClass().getName() + " (expected: one of at most " + OpaqueAuth.BODY_LIMIT
                        + " bytes with an empty verifier, as AUTH_NONE and AUTH_SYS have)");
    }
}
