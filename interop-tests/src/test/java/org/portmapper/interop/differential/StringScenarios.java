package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Messages.call;

import java.util.List;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** The strings of {@code rpcb}: lengths at and over the limits, lengths that lie, NULs, padding, bytes that are no text. */
final class StringScenarios {
    private static final long PROGRAM = 0x2000_0400L;
    private static final String ADDRESS = "127.0.0.1.17.92";

    private StringScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(lengths(), lies(Caller.TCP), lies(Caller.UDP), bytes());
    }

    private static Scenario lengths() {
        Play play = new Play("string lengths");
        for (int length : List.of(31, 32, 33, 107, 108, 255, 256, 257, 1000, 9000)) {
            String text = "a".repeat(length);
            String path = "/" + text.substring(1);
            set(play, "netid of %d bytes".formatted(length), rpcb(PROGRAM, 1, text, ADDRESS));
            play.ours(length > 32 ? "D09" : "D10", length > 32 ? Replies.garbageArguments() : Replies.bool(false));
            set(play, "address of %d bytes".formatted(length), rpcb(PROGRAM + 1, length, "tcp", text));
            play.ours(length > 256 ? "D09" : "D11", length > 256 ? Replies.garbageArguments() : Replies.bool(false));
            set(play, "path of %d bytes".formatted(length), rpcb(PROGRAM + 2, length, "local", path));
            play.oursByRule(
                    length > 256 ? "D09" : "D11",
                    length > 256 ? Replies.garbageArguments() : Replies.bool(length <= 108));
            set(play, "owner of %d bytes".formatted(length), rpcb(PROGRAM + 3, length, "tcp", ADDRESS, text));
            play.oursByRule("D09", length > 256 ? Replies.garbageArguments() : Replies.bool(true));
            play.call(
                    "GETADDR hint of %d bytes".formatted(length),
                    Caller.TCP,
                    call(4, 3, rpcb(100_000, 4, "tcp", text)));
            play.ours(
                    length > 256 ? "D09" : "D17",
                    length > 256 ? Replies.garbageArguments() : Replies.string("127.0.0.1.0.111"));
            play.cleanUp(PROGRAM, 1);
            play.cleanUp(PROGRAM + 1, length).cleanUp(PROGRAM + 2, length).cleanUp(PROGRAM + 3, length);
        }
        return play.end();
    }

    private static void set(Play play, String name, Opaque arguments) {
        play.call("SET: " + name, Caller.LOCAL, call(4, 1, arguments));
    }

    private static Scenario lies(Caller caller) {
        Play play = new Play("string lengths that lie over " + caller.netid().text());
        for (long length :
                List.of(4L, 5L, 8L, 9L, 100L, 8999L, 9000L, 9001L, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL)) {
            XdrWriter first = new XdrWriter().writeUnsignedInt(PROGRAM).writeUnsignedInt(1);
            first.writeUnsignedInt(length).writeBytes(Opaque.ofHex("74637000"));
            lie(play, "netid of %d bytes and 4 there".formatted(length), caller, call(4, 1, first.toOpaque()));
            XdrWriter last = new XdrWriter().writeUnsignedInt(PROGRAM).writeUnsignedInt(1);
            last.writeString("tcp").writeString(ADDRESS).writeUnsignedInt(length);
            lie(play, "owner of %d bytes and none there".formatted(length), caller, call(4, 1, last.toOpaque()));
            XdrWriter only = new XdrWriter().writeUnsignedInt(length).writeBytes(Opaque.ofHex("3a3a2e"));
            lie(play, "UADDR2TADDR of %d bytes and 3 there".formatted(length), caller, call(4, 7, only.toOpaque()));
        }
        return play.cleanUp(PROGRAM, 1).end();
    }

    private static void lie(Play play, String name, Caller caller, Opaque message) {
        play.call(name, caller, message);
        if (caller.isDatagram()) {
            play.oursByRule("D01", Replies.garbageArguments());
        }
    }

    private static Scenario bytes() {
        Play play = new Play("bytes in strings");
        for (Caller caller : List.of(Caller.UDP, Caller.LOCAL)) {
            for (String netid : List.of("tcp\0", "tcp\0zz", "\0", "tcp ", "tcp\n", "tcp\u00e9")) {
                refused(play, caller, "D10", rpcb(PROGRAM, 1, netid, ADDRESS));
            }
            for (String address : List.of(ADDRESS + "\0", "127.0.0.1\0.17.92", " " + ADDRESS, ADDRESS + "\n")) {
                refused(play, caller, "D11", rpcb(PROGRAM, 1, "tcp", address));
            }
            for (String path : List.of("/run/\u001b[2J", "/run/a\0b")) {
                refused(play, caller, "D11", rpcb(PROGRAM, 1, "local", path));
            }
            play.call("SET of a path outside ASCII", caller, call(4, 1, rpcb(PROGRAM, 1, "local", "/run/\u00e9")));
            // "tcp" with 0xff as its fill byte
            XdrWriter padding = new XdrWriter().writeUnsignedInt(PROGRAM).writeUnsignedInt(7);
            padding.writeInt(3)
                    .writeBytes(Opaque.ofHex("746370ff"))
                    .writeString(ADDRESS)
                    .writeString("");
            play.call("SET of a netid with a fill byte that is not zero", caller, call(4, 1, padding.toOpaque()));
            play.bindings(Caller.TCP).cleanUp(PROGRAM, 1, 7);
        }
        return play.end();
    }

    /** rpcbind's is taken back at once, so that each is judged by itself. */
    private static void refused(Play play, Caller caller, String id, Opaque arguments) {
        play.call("SET", caller, call(4, 1, arguments)).ours(id, Replies.bool(false));
        play.bindings(Caller.TCP).ours(id, Replies.bindings()).cleanUp(PROGRAM, 1);
    }
}
