package org.portmapper.rpc.message;

import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** A credential or a verifier as it stands on the wire: {@code opaque_auth}, RFC 5531 section 8.2. */
public record OpaqueAuth(AuthFlavor flavor, Opaque body) {
    /** Most bytes of a body, RFC 5531 section 8.2: {@code opaque body<400>}. */
    public static final int BODY_LIMIT = 400;

    /** AUTH_NONE with an empty body. */
    public static final OpaqueAuth NONE = new OpaqueAuth(AuthFlavor.NONE, Opaque.EMPTY);

    /** A credential or verifier with a body of at most {@value #BODY_LIMIT} bytes. */
    public OpaqueAuth {
        if (body.length() > BODY_LIMIT) {
            throw new IllegalArgumentException(
                    "auth body: " + body.length() + " bytes (expected: at most " + BODY_LIMIT + ")");
        }
    }

    static OpaqueAuth read(XdrReader reader) throws XdrException {
        AuthFlavor flavor = new AuthFlavor(reader.readUnsignedInt("auth flavor"));
        Opaque body = reader.readOpaque("auth body", BODY_LIMIT);
        return flavor.equals(AuthFlavor.NONE) && body.length() == 0 ? NONE : new OpaqueAuth(flavor, body);
    }

    /** Bytes of its XDR form: flavor, length, body and fill bytes. */
    int length() {
        return 2 * Integer.BYTES + (body.length() + 3) / 4 * 4;
    }

    void writeTo(XdrWriter writer) {
        writer.writeUnsignedInt(flavor.number()).writeOpaque(body);
    }
}
