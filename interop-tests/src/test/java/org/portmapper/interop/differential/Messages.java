package org.portmapper.interop.differential;

import java.util.Arrays;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** The bytes of calls, well-formed and not, and of what stands around them on a stream. */
final class Messages {
    /** The xid of every call of a step: each step has a socket of its own. */
    static final int XID = 0x11223344;
    /** The xid of the NULL call behind a step. */
    static final int NULL_BEHIND_XID = 0x5e471e1e;
    /** The xid of the call before a datagram. */
    static final int FILL_XID = 0x0f111111;

    private static final int LAST_FRAGMENT = 0x8000_0000;
    private static final int FILL_LENGTH = 1200;

    private Messages() {}

    /** A call to the subject's own program. */
    static Opaque call(int version, int procedure, Opaque arguments) {
        return call(new Procedure(Rpcbind.PROGRAM, version, procedure), arguments);
    }

    static Opaque call(Procedure procedure, Opaque arguments) {
        return callWithXid(XID, procedure, arguments);
    }

    static Opaque callWithXid(int xid, Procedure procedure, Opaque arguments) {
        return new XdrWriter()
                .writeBytes(bytes(RpcCall.anonymous(xid, procedure, arguments)))
                .toOpaque();
    }

    static Opaque authenticated(OpaqueAuth credential, OpaqueAuth verifier, int procedure) {
        Procedure called = new Procedure(Rpcbind.PROGRAM, Rpcbind.VERSION_4, procedure);
        return bytes(new RpcCall(XID, called, credential, verifier, Opaque.EMPTY));
    }

    static Opaque bytes(RpcCall call) {
        byte[] bytes = new byte[call.toBuffer().remaining()];
        call.toBuffer().get(bytes);
        return Opaque.of(bytes);
    }

    /** The call that is sent behind a step. */
    static Opaque nullBehind() {
        return callWithXid(NULL_BEHIND_XID, new Procedure(Rpcbind.PROGRAM, Rpcbind.VERSION_2, 0), Opaque.EMPTY);
    }

    /**
     * A NULL call with many bytes behind it. rpcbind reads a datagram that is too short on into what earlier ones left in its
     * memory; with this before every datagram it always finds the same there.
     */
    static Opaque fill() {
        byte[] ones = new byte[FILL_LENGTH];
        Arrays.fill(ones, (byte) 0xff);
        return callWithXid(FILL_XID, new Procedure(Rpcbind.PROGRAM, Rpcbind.VERSION_2, 0), Opaque.of(ones));
    }

    /** A message as one record of one fragment, RFC 5531 section 11. */
    static Opaque record(Opaque message) {
        return fragment(true, message);
    }

    static Opaque fragment(boolean last, Opaque bytes) {
        return markedFragment(last, bytes.length(), bytes);
    }

    /** A fragment whose mark promises {@code length} bytes, whatever follows. */
    static Opaque markedFragment(boolean last, int length, Opaque bytes) {
        return new XdrWriter()
                .writeInt(last ? LAST_FRAGMENT | length : length)
                .writeBytes(bytes)
                .toOpaque();
    }

    static Opaque concatenated(Opaque... parts) {
        XdrWriter writer = new XdrWriter();
        for (Opaque part : parts) {
            writer.writeBytes(part);
        }
        return writer.toOpaque();
    }

    /** The first {@code length} bytes. */
    static Opaque truncated(Opaque message, int length) {
        return Opaque.of(Arrays.copyOf(message.toBytes(), length));
    }
}
