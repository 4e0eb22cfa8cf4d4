package org.portmapper.interop.differential;

import static org.portmapper.rpc.message.OpaqueAuth.NONE;

import java.util.List;
import java.util.stream.LongStream;
import org.portmapper.rpc.auth.AuthSys;
import org.portmapper.rpc.message.AuthFlavor;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** Credentials and verifiers of every flavor, well-formed and not: RFC 5531 sections 8.2, 9 and 10, and appendix A. */
final class CredentialScenarios {
    private static final List<Caller> CALLERS = List.of(Caller.UDP, Caller.TCP, Caller.LOCAL);
    private static final int NULL = 0;
    private static final int DUMP = 4;
    private static final Opaque FOUR_BYTES = Opaque.ofHex("01020304");

    private CredentialScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                flavors(),
                none(),
                sys(),
                malformedSys(),
                overLimit(),
                verifiers("AUTH_NONE", NONE),
                verifiers("AUTH_SYS", goodBodies().getFirst().toCredential()));
    }

    private static Scenario flavors() {
        Play play = new Play("credential flavors");
        for (long flavor : List.of(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 300_001L, 390_003L, 0x7fff_ffffL, 0xffff_ffffL)) {
            for (Caller caller : CALLERS) {
                for (Opaque body : List.of(Opaque.EMPTY, FOUR_BYTES, Opaque.of(new byte[400]))) {
                    OpaqueAuth credential = new OpaqueAuth(new AuthFlavor(flavor), body);
                    String name = "flavor %d with %d bytes".formatted(flavor, body.length());
                    play.call(name, caller, Messages.authenticated(credential, NONE, NULL));
                    if (flavor == AuthFlavor.DH.number() || flavor == AuthFlavor.RPCSEC_GSS.number()) {
                        play.ours("D05", Replies.authError(AuthStat.REJECTED_CREDENTIAL));
                    }
                }
            }
        }
        OpaqueAuth tls = new OpaqueAuth(AuthFlavor.TLS, Opaque.EMPTY);
        play.call("flavor 7 for DUMP", Caller.TCP, Messages.authenticated(tls, NONE, DUMP));
        return play.end();
    }

    private static Scenario none() {
        Play play = new Play("AUTH_NONE");
        for (Caller caller : CALLERS) {
            for (Opaque body : List.of(FOUR_BYTES, Opaque.of(new byte[400]))) {
                OpaqueAuth credential = new OpaqueAuth(AuthFlavor.NONE, body);
                play.call(
                        "with %d bytes".formatted(body.length()),
                        caller,
                        Messages.authenticated(credential, NONE, NULL));
            }
        }
        return play.end();
    }

    private static Scenario sys() {
        Play play = new Play("AUTH_SYS");
        for (Caller caller : CALLERS) {
            for (AuthSys body : goodBodies()) {
                String name = "a machine name of %d bytes and %d groups"
                        .formatted(body.machineName().length(), body.gids().size());
                play.call(name, caller, Messages.authenticated(body.toCredential(), NONE, NULL));
            }
            OpaqueAuth zeros = new OpaqueAuth(AuthFlavor.SYS, Opaque.of(new byte[400]));
            play.call("400 zero bytes", caller, Messages.authenticated(zeros, NONE, NULL));
            OpaqueAuth behind = new OpaqueAuth(
                    AuthFlavor.SYS,
                    Messages.concatenated(goodBodies().getFirst().toCredential().body(), FOUR_BYTES));
            play.call("bytes behind the last group", caller, Messages.authenticated(behind, NONE, NULL));
        }
        return play.end();
    }

    private static List<AuthSys> goodBodies() {
        List<Long> sixteen = LongStream.range(0, 16).boxed().toList();
        return List.of(
                new AuthSys(1, "host", 0, 0, List.of()),
                new AuthSys(1, "", 0, 0, List.of(0L)),
                new AuthSys(1, "a".repeat(255), 65534, 65534, sixteen),
                new AuthSys(0xffff_ffffL, "host", 0xffff_ffffL, 0xffff_ffffL, sixteen));
    }

    private static Scenario malformedSys() {
        Play play = new Play("malformed AUTH_SYS");
        for (Caller caller : CALLERS) {
            for (int length = 0; length < 24; length++) {
                Opaque good = goodBodies().getFirst().toCredential().body();
                sys(play, "%d bytes of 24".formatted(length), caller, Messages.truncated(good, length));
            }
            sys(play, "a machine name of 256 bytes", caller, body("a".repeat(256), 0, 0));
            sys(play, "17 groups", caller, body("host", 17, 17));
            sys(play, "16 groups of which 15 are there", caller, body("host", 16, 15));
            sys(play, "4294967295 groups", caller, body("host", 0xffff_ffffL, 1));
            XdrWriter lie = new XdrWriter().writeInt(1).writeUnsignedInt(0xffff_ffffL);
            sys(play, "a machine name of 4294967295 bytes", caller, lie.toOpaque());
        }
        return play.end();
    }

    private static void sys(Play play, String name, Caller caller, Opaque body) {
        play.call(name, caller, Messages.authenticated(new OpaqueAuth(AuthFlavor.SYS, body), NONE, NULL));
    }

    private static Opaque body(String machineName, long count, int gids) {
        XdrWriter writer =
                new XdrWriter().writeInt(1).writeString(machineName).writeInt(0).writeInt(0);
        writer.writeUnsignedInt(count);
        for (int gid = 0; gid < gids; gid++) {
            writer.writeInt(gid);
        }
        return writer.toOpaque();
    }

    private static Scenario overLimit() {
        Play play = new Play("credentials over the limit");
        for (Caller caller : CALLERS) {
            for (long length : List.of(401L, 404L, 9000L, 0x7fff_ffffL, 0xffff_ffffL)) {
                Opaque body = Opaque.of(new byte[(int) Math.min(length, 404)]);
                play.call(
                                "credential of %d bytes".formatted(length),
                                caller,
                                header(lying(length, body), auth(Opaque.EMPTY)))
                        .ours("D04", Replies.authError(AuthStat.BAD_CREDENTIAL));
                play.call(
                                "verifier of %d bytes".formatted(length),
                                caller,
                                header(auth(Opaque.EMPTY), lying(length, body)))
                        .ours("D04", Replies.authError(AuthStat.BAD_VERIFIER));
            }
        }
        return play.end();
    }

    private static Opaque lying(long length, Opaque body) {
        return new XdrWriter()
                .writeInt(0)
                .writeUnsignedInt(length)
                .writeBytes(body)
                .toOpaque();
    }

    private static Opaque auth(Opaque body) {
        return new XdrWriter().writeInt(0).writeOpaque(body).toOpaque();
    }

    private static Opaque header(Opaque credential, Opaque verifier) {
        XdrWriter writer = new XdrWriter().writeInt(Messages.XID).writeInt(0).writeInt(2);
        writer.writeInt(100_000).writeInt(4).writeInt(NULL);
        return writer.writeBytes(credential).writeBytes(verifier).toOpaque();
    }

    private static Scenario verifiers(String name, OpaqueAuth credential) {
        Play play = new Play("verifiers with " + name);
        for (long flavor : List.of(0L, 1L, 2L, 6L, 7L, 0xffff_ffffL)) {
            for (Opaque body : List.of(Opaque.EMPTY, FOUR_BYTES, Opaque.of(new byte[400]))) {
                OpaqueAuth verifier = new OpaqueAuth(new AuthFlavor(flavor), body);
                CALLERS.forEach(caller -> verifier(play, caller, credential, verifier));
            }
        }
        return play.end();
    }

    private static void verifier(Play play, Caller caller, OpaqueAuth credential, OpaqueAuth verifier) {
        String name = "credential flavor %d, verifier flavor %d with %d bytes"
                .formatted(
                        credential.flavor().number(),
                        verifier.flavor().number(),
                        verifier.body().length());
        play.call(name, caller, Messages.authenticated(credential, verifier, NULL));
        if (credential.flavor().equals(AuthFlavor.SYS) && verifier.body().length() > 0) {
            play.ours("D06", Replies.success(Opaque.EMPTY));
        }
    }
}
