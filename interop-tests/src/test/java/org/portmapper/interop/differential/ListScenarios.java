package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Caller.LOCAL;
import static org.portmapper.interop.differential.Caller.TCP;
import static org.portmapper.interop.differential.Caller.UDP;
import static org.portmapper.interop.differential.Messages.call;

import java.util.List;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.xdr.Opaque;

/** Lists: GETADDRLIST with what it can and cannot express, DUMP of few and of many. */
final class ListScenarios {
    private static final long PROGRAM = 0x2000_0b00L;
    private static final long MANY_PROGRAM = 0x2000_c000L;
    /** Rows of 20 bytes: more than fit into the 9000 bytes that rpcbind sends in a datagram. */
    private static final int MANY = 500;

    private ListScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(families(), foreignRow(), many());
    }

    private static Scenario families() {
        Play play = new Play("GETADDRLIST");
        play.call("SET of tcp", LOCAL, call(4, 1, rpcb(PROGRAM, 1, "tcp", "0.0.0.0.15.161")));
        play.call("SET of local", LOCAL, call(4, 1, rpcb(PROGRAM, 1, "local", "/run/service.sock")));
        play.call("SET of udp6", LOCAL, call(4, 1, rpcb(PROGRAM, 1, "udp6", "::.15.162")));
        play.call("SET of udp", LOCAL, call(4, 1, rpcb(PROGRAM, 1, "udp", "0.0.0.0.15.163")));
        play.call("SET of tcp6", LOCAL, call(4, 1, rpcb(PROGRAM, 1, "tcp6", "::1.15.164")));
        for (Caller caller : List.of(UDP, TCP, Caller.UDP6, Caller.TCP6, LOCAL)) {
            for (String netid : List.of("", "tcp", "bogus")) {
                play.call("asked with '%s'".formatted(netid), caller, call(4, 11, rpcb(PROGRAM, 1, netid, "")));
                if (caller == LOCAL) {
                    play.ours("D22", Replies.addresses(List.of(socket("local"))));
                }
            }
            play.call("another version", caller, call(4, 11, rpcb(PROGRAM, 2, "tcp", "")));
        }
        return play.cleanUp(PROGRAM, 1).end();
    }

    private static Scenario foreignRow() {
        Play play = new Play("GETADDRLIST with a netid of its own kind");
        play.call("SET of tcp", LOCAL, call(4, 1, rpcb(PROGRAM + 1, 1, "tcp", "0.0.0.0.15.161")));
        play.call("SET of unix", LOCAL, call(4, 1, rpcb(PROGRAM + 1, 1, "unix", "/run/service.sock")));
        play.call("SET of udp", LOCAL, call(4, 1, rpcb(PROGRAM + 1, 1, "udp", "0.0.0.0.15.163")));
        Opaque inet = Replies.addresses(List.of(
                new RpcbEntry("127.0.0.1.15.161", "tcp", 3, "inet", "tcp"),
                new RpcbEntry("127.0.0.1.15.163", "udp", 1, "inet", "udp")));
        Opaque arguments = rpcb(PROGRAM + 1, 1, "", "");
        play.call("GETADDRLIST", UDP, call(4, 11, arguments)).ours("D21", inet);
        play.call("GETADDRLIST", TCP, call(4, 11, arguments)).ours("D21", inet);
        play.call("GETADDRLIST", Caller.TCP6, call(4, 11, arguments)).ours("D21", Replies.addresses(List.of()));
        play.call("GETADDRLIST", LOCAL, call(4, 11, arguments)).ours("D21", Replies.addresses(List.of(socket("unix"))));
        return play.cleanUp(PROGRAM + 1, 1).end();
    }

    private static RpcbEntry socket(String netid) {
        return new RpcbEntry("/run/service.sock", netid, 3, "loopback", "-");
    }

    private static Scenario many() {
        Play play = new Play("DUMP of many");
        for (int i = 0; i < MANY; i++) {
            play.call("SET", LOCAL, call(2, 1, mapping(MANY_PROGRAM + i, 1, Arguments.TCP, 4001)));
            if (i == 100 || i == 200 || i == 400 || i == MANY - 1) {
                for (int version = 2; version <= 4; version++) {
                    play.call("v%d DUMP of %d".formatted(version, i + 1), UDP, call(version, 4, Opaque.EMPTY));
                    if (version == 2 && i == MANY - 1) {
                        play.ours("D26", Replies.systemError());
                    }
                    play.call("v%d DUMP of %d".formatted(version, i + 1), TCP, call(version, 4, Opaque.EMPTY));
                    play.call("v%d DUMP of %d".formatted(version, i + 1), LOCAL, call(version, 4, Opaque.EMPTY));
                }
            }
        }
        for (int i = 0; i < MANY; i++) {
            play.cleanUp(MANY_PROGRAM + i, 1);
        }
        return play.call("DUMP", TCP, call(4, 4, Opaque.EMPTY)).end();
    }
}
