package org.portmapper.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.auth.AuthSys;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AuthFlavor;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.RemoteCall;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.TransportAddress;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** Messages as clients send them, to begin from: every procedure of versions 2, 3 and 4 with every kind of credential. */
final class Seeds {
    /** Programs that the messages are about; one is RFC 1833's own, one IANA's, two are first come, first served. */
    static final List<Long> PROGRAMS = List.of(100_000L, 100_003L, 0x2000_0001L, 0x2000_0002L);

    private static final List<OpaqueAuth> CREDENTIALS = List.of(
            OpaqueAuth.NONE,
            new AuthSys(1, "host", 0, 0, List.of()).toCredential(),
            new AuthSys(0xffff_ffffL, "h".repeat(255), 1000, 1000, List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L))
                    .toCredential(),
            new OpaqueAuth(AuthFlavor.SHORT, Opaque.ofHex("0102030405060708")),
            new OpaqueAuth(AuthFlavor.DH, Opaque.ofHex("00000001")),
            new OpaqueAuth(AuthFlavor.RPCSEC_GSS, Opaque.of(new byte[400])),
            new OpaqueAuth(AuthFlavor.TLS, Opaque.EMPTY));

    private final List<byte[]> messages = new ArrayList<>();
    private final int port;

    private Seeds(int port) {
        this.port = port;
    }

    /**
     * All of them.
     *
     * @param port at which something is that may be registered, 1 to 65,535
     */
    static List<byte[]> of(int port) {
        Seeds seeds = new Seeds(port);
        seeds.addMappings();
        seeds.addBindings();
        seeds.addOthers();
        return List.copyOf(seeds.messages);
    }

    private void addMappings() {
        for (long program : PROGRAMS) {
            for (int protocol : new int[] {6, 17}) {
                Opaque mapping = xdr(writer -> new Mapping(program, 1, protocol, port).writeTo(writer));
                for (int procedure = 1; procedure <= 3; procedure++) {
                    add(2, procedure, mapping);
                }
            }
        }
        add(2, 4, Opaque.EMPTY);
    }

    private void addBindings() {
        String inet = "0.0.0.0." + port / 256 + "." + port % 256;
        String inet6 = "::." + port / 256 + "." + port % 256;
        for (long program : PROGRAMS) {
            addBinding(new Rpcb(program, 1, "tcp", inet, "somebody"));
            addBinding(new Rpcb(program, 2, "udp", "127.0.0.1.8.1", ""));
            addBinding(new Rpcb(program, 1, "tcp6", inet6, ""));
            addBinding(new Rpcb(program, 3, "local", "/run/one", ""));
            addBinding(new Rpcb(program, 3, "", "", ""));
        }
    }

    private void addBinding(Rpcb binding) {
        Opaque arguments = xdr(binding::writeTo);
        for (int version = 3; version <= 4; version++) {
            add(version, 1, arguments);
            add(version, 2, arguments);
            add(version, 3, arguments);
        }
        add(4, 9, arguments);
        add(4, 11, arguments);
    }

    private void addOthers() {
        RemoteCall remote = new RemoteCall(new Procedure(0x2000_0001L, 1, 0), Opaque.ofHex("01020304"));
        Opaque address = xdr(
                writer -> new TransportAddress(16, Opaque.ofHex("02000801000000000000000000000000")).writeTo(writer));
        for (int version = 2; version <= 4; version++) {
            add(version, 0, Opaque.EMPTY);
            add(version, 5, xdr(remote::writeTo));
        }
        for (int version = 3; version <= 4; version++) {
            add(version, 4, Opaque.EMPTY);
            add(version, 6, Opaque.EMPTY);
            add(version, 7, xdr(writer -> writer.writeString("127.0.0.1.8.1")));
            add(version, 8, address);
        }
        add(4, 10, xdr(remote::writeTo));
        add(4, 12, Opaque.EMPTY);
        addReplies();
    }

    /** What a server must not answer, or it talks to another server for ever; clients read it. */
    private void addReplies() {
        add(new AcceptedReply(1, new AcceptedStatus.Success(Opaque.ofHex("00000801"))).toBuffer());
        add(new AcceptedReply(1, new AcceptedStatus.ProgramMismatch(2, 4)).toBuffer());
        add(new AcceptedReply(1, new AcceptedStatus.GarbageArguments()).toBuffer());
        add(new DeniedReply(1, new Denial.RpcMismatch(2, 2)).toBuffer());
        add(new DeniedReply(1, new Denial.AuthError(AuthStat.TOO_WEAK)).toBuffer());
    }

    private void add(long version, long procedure, Opaque arguments) {
        OpaqueAuth credential = CREDENTIALS.get(messages.size() % CREDENTIALS.size());
        for (OpaqueAuth each : List.of(OpaqueAuth.NONE, credential)) {
            Procedure called = new Procedure(100_000, version, procedure);
            add(new RpcCall(messages.size(), called, each, OpaqueAuth.NONE, arguments).toBuffer());
        }
    }

    private void add(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        messages.add(bytes);
    }

    @FunctionalInterface
    private interface Written {
        void to(XdrWriter writer);
    }

    private static Opaque xdr(Written written) {
        XdrWriter writer = new XdrWriter();
        written.to(writer);
        return writer.toOpaque();
    }
}
