package org.portmapper.interop.differential;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** Messages that are not calls of RPC version 2: RFC 5531 section 9. */
final class HeaderScenarios {
    private HeaderScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(versions(), types(), xids(), notRpc());
    }

    private static Scenario versions() {
        Play play = new Play("RPC versions");
        for (long version : List.of(0L, 1L, 3L, 0xffff_ffffL)) {
            for (Caller caller : List.of(Caller.UDP, Caller.TCP, Caller.UDP6, Caller.TCP6, Caller.LOCAL)) {
                play.call("RPC version " + version, caller, header(0, version)).ours("D03", Replies.rpcMismatch());
            }
        }
        return play.end();
    }

    private static Scenario types() {
        Play play = new Play("message types");
        for (long type : List.of(1L, 2L, 0xffff_ffffL)) {
            for (Caller caller : List.of(Caller.UDP, Caller.TCP, Caller.LOCAL)) {
                play.call("message type " + type, caller, header(type, 2));
            }
        }
        for (Caller caller : List.of(Caller.UDP, Caller.TCP, Caller.LOCAL)) {
            play.call("an accepted reply", caller, Replies.bool(true));
        }
        return play.end();
    }

    private static Opaque header(long type, long rpcVersion) {
        XdrWriter writer =
                new XdrWriter().writeInt(Messages.XID).writeUnsignedInt(type).writeUnsignedInt(rpcVersion);
        // program, version, procedure, credential, verifier
        return writer.writeBytes(Opaque.ofHex("000186a0000000020000000000000000000000000000000000000000"))
                .toOpaque();
    }

    private static Scenario xids() {
        Play play = new Play("xids");
        for (int xid : List.of(0, -1, 1)) {
            for (Caller caller : List.of(Caller.UDP, Caller.TCP, Caller.LOCAL)) {
                Procedure called = new Procedure(100_000, 4, 0);
                play.call("xid " + xid, caller, Messages.callWithXid(xid, called, Opaque.EMPTY));
            }
        }
        return play.end();
    }

    private static Scenario notRpc() {
        Opaque http = Opaque.of("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Play play = new Play("not RPC");
        for (Caller caller : List.of(Caller.UDP, Caller.TCP, Caller.LOCAL)) {
            play.pieces("HTTP", caller, List.of(http));
        }
        play.call("four bytes", Caller.UDP, Opaque.ofHex("00000000"));
        play.call("65507 bytes of ff", Caller.UDP, Opaque.ofHex("ff".repeat(65_507)));
        play.call("a call in 65507 bytes", Caller.UDP, Messages.call(2, 0, Opaque.of(new byte[65_507 - 40])));
        play.call("a call in 9001 bytes", Caller.UDP, Messages.call(4, 3, Opaque.of(new byte[9001 - 40])));
        return play.end();
    }
}
