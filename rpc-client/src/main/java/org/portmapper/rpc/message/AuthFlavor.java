package org.portmapper.rpc.message;

import org.portmapper.rpc.xdr.UnsignedInt;

/** The number that says what a credential or verifier is (RFC 5531 section 8.2); a number we do not know is kept. */
public record AuthFlavor(long number) {
    /** Nobody claims to be anybody; RFC 5531 section 10.1. */
    public static final AuthFlavor NONE = new AuthFlavor(0);
    /** Unix ids as the caller states them, unproven; RFC 5531 appendix A. */
    public static final AuthFlavor SYS = new AuthFlavor(1);
    /** A server's short form of an earlier AUTH_SYS credential; RFC 5531 appendix A. */
    public static final AuthFlavor SHORT = new AuthFlavor(2);
    /** Diffie-Hellman, obsolete; RFC 5531 section 10.2 lists it as AUTH_DH. */
    public static final AuthFlavor DH = new AuthFlavor(3);
    /** RPCSEC_GSS, RFC 2203. */
    public static final AuthFlavor RPCSEC_GSS = new AuthFlavor(6);
    /** The question whether the server speaks RPC-with-TLS, RFC 9289. */
    public static final AuthFlavor TLS = new AuthFlavor(7);

    /** A flavor by its number, 0 to 4,294,967,295. */
    public AuthFlavor {
        UnsignedInt.require("auth flavor", number);
    }
}
