package org.portmapper.identity;

import java.util.Optional;
import org.portmapper.rpc.auth.AuthSys;
import org.portmapper.rpc.message.AuthFlavor;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.xdr.XdrException;

/** Whether a credential is one that we can read: RFC 5531 sections 8.2 and 9. What it claims is not believed. */
public final class CredentialCheck {
    private CredentialCheck() {}

    /** Why the credential is denied; empty where it is not. */
    public static Optional<AuthStat> denial(OpaqueAuth credential) {
        if (credential.flavor().equals(AuthFlavor.NONE)) {
            return Optional.empty();
        }
        return credential.flavor().equals(AuthFlavor.SYS)
                ? denialOfSys(credential)
                : Optional.of(AuthStat.REJECTED_CREDENTIAL);
    }

    private static Optional<AuthStat> denialOfSys(OpaqueAuth credential) {
        try {
            AuthSys.read(credential.body().reader());
            return Optional.empty();
        } catch (XdrException e) {
            return Optional.of(AuthStat.BAD_CREDENTIAL);
        }
    }
}
