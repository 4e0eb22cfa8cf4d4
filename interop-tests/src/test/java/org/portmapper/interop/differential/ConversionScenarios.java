package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.netbuf;
import static org.portmapper.interop.differential.Arguments.string;
import static org.portmapper.interop.differential.Messages.call;

import java.util.List;
import org.portmapper.rpc.rpcbind.TransportAddress;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** UADDR2TADDR and TADDR2UADDR: universal addresses and the host's own form of them, there and back. */
final class ConversionScenarios {
    private static final List<Caller> TRANSPORTS =
            List.of(Caller.UDP, Caller.TCP, Caller.UDP6, Caller.TCP6, Caller.LOCAL);

    private ConversionScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(toTransport(), toUniversal(), lies());
    }

    /**
     * A universal address and its sockaddr in hexadecimal digits, for a caller of each family; none where it has none there.
     *
     * @param local what a caller over the local socket gets: there, the address's own form decides
     */
    private record Form(String text, String inet, String inet6, String local) {
        static Form ofInet(String text, String sockaddr) {
            return new Form(text, sockaddr, "", sockaddr);
        }

        static Form ofInet6(String text, String sockaddr) {
            return new Form(text, "", sockaddr, sockaddr);
        }

        static Form ofLocal(String text, String sockaddr) {
            return new Form(text, "", "", sockaddr);
        }

        static Form none(String text) {
            return new Form(text, "", "", "");
        }

        String sockaddr(Caller caller) {
            return switch (caller.netid().family()) {
                case INET -> inet;
                case INET6 -> inet6;
                case LOOPBACK -> local;
            };
        }
    }

    // Each sockaddr: family in host byte order, then port and address in network byte order.
    private static final List<Form> FORMS = List.of(
            Form.ofInet("127.0.0.1.0.111", "0200006f7f0000010000000000000000"),
            Form.ofInet("10.9.0.1.255.255", "0200ffff0a0900010000000000000000"),
            Form.ofInet("0.0.0.0.0.0", "02000000000000000000000000000000"),
            Form.none("1.2.3.4.256.1"),
            Form.none("1.2.3.4.0.300"),
            Form.none("1.2.3.4.-1.5"),
            Form.none("1.2.3.4.5"),
            Form.none("999.1.1.1.0.80"),
            Form.ofInet6("::1.0.111", "0a00006f000000000000000000000000000000000000000100000000"),
            Form.ofInet6("fd00:9::1.3.4", "0a00030400000000fd00000900000000000000000000000100000000"),
            Form.ofInet6("::ffff:10.9.0.1.0.80", "0a0000500000000000000000000000000000ffff0a09000100000000"),
            Form.none("fe80::1%lo.0.80"),
            Form.ofLocal("/run/x", "01002f72756e2f78"),
            Form.ofLocal("/run/a.b.c.d", "01002f72756e2f612e622e632e64"),
            // The "@" stands for the NUL that begins an abstract name.
            Form.ofLocal("@abstract", "0100006162737472616374"),
            Form.none("/"),
            Form.none("junk"),
            Form.none("a.b"),
            Form.none(""));

    private static Scenario toTransport() {
        Play play = new Play("UADDR2TADDR");
        for (Form form : FORMS) {
            for (Caller caller : TRANSPORTS) {
                String sockaddr = form.sockaddr(caller);
                play.call("v4 of '%s'".formatted(form.text()), caller, call(4, 7, string(form.text())));
                play.oursByRule(caller == Caller.LOCAL ? "D23" : "D25", Replies.netbuf(maxLength(sockaddr), sockaddr));
            }
            play.call("v3 of '%s'".formatted(form.text()), Caller.TCP, call(3, 7, string(form.text())));
            play.oursByRule("D25", Replies.netbuf(maxLength(form.inet()), form.inet()));
        }
        return play.end();
    }

    /** The size of the sockaddr of this family on Linux. */
    private static int maxLength(String sockaddr) {
        return switch (sockaddr.length() < 2 ? "" : sockaddr.substring(0, 2)) {
            case "01" -> 110;
            case "02" -> 16;
            case "0a" -> 28;
            default -> 0;
        };
    }

    private static Scenario toUniversal() {
        Play play = new Play("TADDR2UADDR");
        List<Form> forms = List.of(
                new Form("0200006f7f0000010000000000000000", "127.0.0.1.0.111", "", "127.0.0.1.0.111"),
                new Form("0a00006f000000000000000000000000000000000000000100000000", "", "::1.0.111", "::1.0.111"),
                new Form(
                        "0a0008010000000000000000000000000000ffff0a09000100000000",
                        "",
                        "::ffff:10.9.0.1.8.1",
                        "::ffff:10.9.0.1.8.1"),
                // A scope is of this host only, and has no place in a universal address.
                new Form(
                        "0a00005000000000fe80000000000000000000000000000100000001", "", "fe80::1.0.80", "fe80::1.0.80"),
                new Form("01002f72756e2f78", "", "", "/run/x"),
                new Form("01000078", "", "", "@x"),
                new Form("0000006f7f0000010000000000000000", "", "", ""),
                new Form("0200006f7f000001", "", "", ""),
                new Form("02", "", "", ""),
                new Form("", "", "", ""),
                new Form("0200006f7f000001" + "00".repeat(20), "127.0.0.1.0.111", "", "127.0.0.1.0.111"),
                new Form("0200006f7f000001" + "00".repeat(102), "127.0.0.1.0.111", "", "127.0.0.1.0.111"));
        for (Form form : forms) {
            Opaque bytes = Opaque.ofHex(form.text());
            for (Caller caller : TRANSPORTS) {
                play.call("v4 of " + form.text(), caller, call(4, 8, netbuf(bytes.length(), bytes)));
                play.oursByRule(caller == Caller.LOCAL ? "D23" : "D24", Replies.string(form.sockaddr(caller)));
            }
            play.call("v3 of " + form.text(), Caller.TCP, call(3, 8, netbuf(128, bytes)));
            play.oursByRule("D24", Replies.string(form.inet()));
        }
        return play.end();
    }

    private static Scenario lies() {
        Play play = new Play("netbuf lengths");
        for (int length : List.of(110, 128, 129, 256, 9000)) {
            Opaque bytes = Messages.concatenated(Opaque.ofHex("0200006f7f000001"), Opaque.of(new byte[length - 8]));
            for (long maxLength : List.of(length - 1L, (long) length, 8999L, 9001L, 0L, 0xffff_ffffL)) {
                boolean sound = length <= TransportAddress.LIMIT && length <= maxLength;
                String name = "%d bytes of at most %d".formatted(length, maxLength);
                play.call(name, Caller.TCP, call(4, 8, netbuf(maxLength, bytes)));
                play.oursByRule("D09", sound ? Replies.string("127.0.0.1.0.111") : Replies.garbageArguments());
            }
        }
        for (long length : List.of(17L, 9001L, 0x8000_0000L, 0xffff_ffffL)) {
            XdrWriter lie = new XdrWriter().writeUnsignedInt(length).writeUnsignedInt(length);
            lie.writeBytes(Opaque.ofHex("0200006f7f0000010000000000000000"));
            play.call("%d bytes and 16 there".formatted(length), Caller.TCP, call(4, 8, lie.toOpaque()));
            play.call("%d bytes and 16 there".formatted(length), Caller.UDP, call(4, 8, lie.toOpaque()));
            play.oursByRule("D01", Replies.garbageArguments());
        }
        return play.end();
    }
}
