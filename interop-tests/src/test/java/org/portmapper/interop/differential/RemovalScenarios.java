package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Caller.LOCAL;
import static org.portmapper.interop.differential.Caller.LOCAL_NOBODY;
import static org.portmapper.interop.differential.Caller.TCP;
import static org.portmapper.interop.differential.Caller.UDP;
import static org.portmapper.interop.differential.Messages.call;

import java.util.List;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;

/** UNSET: what it removes, what it leaves, and from whom it is accepted. */
final class RemovalScenarios {
    private static final long PROGRAM = 0x2000_0600L;

    private RemovalScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                absent(), oneNetid(), version2(), spelling(), ownership(), mixedOwners(), mixedOwnersByVersion2());
    }

    private static Scenario absent() {
        Play play = new Play("UNSET of what is not there");
        for (Caller caller : List.of(UDP, TCP, Caller.UDP6, Caller.TCP6, LOCAL, LOCAL_NOBODY)) {
            play.call("v2", caller, call(2, 2, mapping(PROGRAM, 1, Arguments.UDP, 4001)));
            play.call("v3, every netid", caller, call(3, 2, rpcb(PROGRAM, 1, "", "")));
            play.call("v4, tcp", caller, call(4, 2, rpcb(PROGRAM, 1, "tcp", "")));
            play.call("v4, an unknown netid", caller, call(4, 2, rpcb(PROGRAM, 1, "bogus", "")));
            play.call("v4, a malformed address", caller, call(4, 2, rpcb(PROGRAM, 1, "tcp", "nonsense")));
            play.call("v4, version 0", caller, call(4, 2, rpcb(PROGRAM, 0, "", "")));
        }
        return play.end();
    }

    private static void setEverywhere(Play play, Caller caller, long program) {
        play.call("SET of udp", caller, call(4, 1, rpcb(program, 1, "udp", "0.0.0.0.15.161")));
        play.call("SET of tcp", caller, call(4, 1, rpcb(program, 1, "tcp", "0.0.0.0.15.162")));
        play.call("SET of udp6", caller, call(4, 1, rpcb(program, 1, "udp6", "::.15.163")));
        play.call("SET of tcp6", caller, call(4, 1, rpcb(program, 1, "tcp6", "::.15.164")));
        play.call("SET of local", caller, call(4, 1, rpcb(program, 1, "local", "/run/service.sock")));
        play.call("SET of another version", caller, call(4, 1, rpcb(program, 2, "tcp", "0.0.0.0.15.165")));
    }

    private static void dump(Play play) {
        play.call("v2 DUMP", TCP, call(2, 4, Opaque.EMPTY));
        play.call("v4 DUMP", TCP, call(4, 4, Opaque.EMPTY));
    }

    private static Scenario oneNetid() {
        Play play = new Play("UNSET of one netid");
        setEverywhere(play, UDP, PROGRAM + 1);
        for (String netid : List.of("tcp6", "udp", "bogus", "local", "tcp")) {
            play.call("UNSET of " + netid, UDP, call(4, 2, rpcb(PROGRAM + 1, 1, netid, "1.2.3.4.5.6", "nobody")));
            dump(play);
        }
        play.call("UNSET of version 0", UDP, call(4, 2, rpcb(PROGRAM + 1, 0, "", "")));
        dump(play);
        return play.cleanUp(PROGRAM + 1, 1, 2).end();
    }

    private static Scenario version2() {
        Play play = new Play("UNSET by version 2");
        for (long protocol : List.of(0L, Arguments.TCP, Arguments.UDP, 99L)) {
            setEverywhere(play, LOCAL, PROGRAM + 2);
            play.call("UNSET of protocol " + protocol, LOCAL, call(2, 2, mapping(PROGRAM + 2, 1, protocol, 99)));
            dump(play);
            play.cleanUp(PROGRAM + 2, 1, 2);
        }
        return play.end();
    }

    private static Scenario spelling() {
        Play play = new Play("UNSET with another spelling");
        play.call("SET of tcp", UDP, call(4, 1, rpcb(PROGRAM + 3, 1, "tcp", "0.0.0.0.15.162")));
        play.call("UNSET of TCP", UDP, call(4, 2, rpcb(PROGRAM + 3, 1, "TCP", "")));
        play.bindings(TCP);
        play.ours("D10", Replies.bindings(new Rpcb(PROGRAM + 3, 1, "tcp", "0.0.0.0.15.162", "unknown")));
        play.call("GETPORT", UDP, call(2, 3, mapping(PROGRAM + 3, 1, Arguments.TCP, 0)));
        // rpcbind's list of version 2 still has it; only what version 4 knows again can be taken from there.
        play.call("SET of tcp", UDP, call(4, 1, rpcb(PROGRAM + 3, 1, "tcp", "0.0.0.0.15.162")));
        return play.cleanUp(PROGRAM + 3, 1).end();
    }

    private static Scenario ownership() {
        Play play = new Play("UNSET by another than the owner");
        List<Caller> owners = List.of(LOCAL, LOCAL_NOBODY, UDP, Caller.TCP6, Caller.UDP_RESERVED);
        List<Caller> others = List.of(UDP, TCP, Caller.UDP6, Caller.TCP6, LOCAL_NOBODY, Caller.TCP_RESERVED, LOCAL);
        for (Caller owner : owners) {
            for (Caller other : others) {
                play.call("SET", owner, call(4, 1, rpcb(PROGRAM + 4, 1, "tcp", "0.0.0.0.15.162")));
                play.call("SET of the same", other, call(4, 1, rpcb(PROGRAM + 4, 1, "tcp", "0.0.0.0.15.162")));
                play.call("SET of another address", other, call(4, 1, rpcb(PROGRAM + 4, 1, "tcp", "0.0.0.0.15.163")));
                play.call("UNSET", other, call(4, 2, rpcb(PROGRAM + 4, 1, "tcp", "")));
                dump(play);
                play.cleanUp(PROGRAM + 4, 1);
            }
        }
        return play.end();
    }

    private static Scenario mixedOwners() {
        Play play = new Play("UNSET of what has two owners");
        play.call("SET of tcp", LOCAL_NOBODY, call(4, 1, rpcb(PROGRAM + 5, 1, "tcp", "0.0.0.0.15.162")));
        play.call("SET of udp", LOCAL, call(4, 1, rpcb(PROGRAM + 5, 1, "udp", "0.0.0.0.15.162")));
        play.call("UNSET everywhere", LOCAL_NOBODY, call(4, 2, rpcb(PROGRAM + 5, 1, "", "")));
        play.bindings(TCP);
        play.ours(
                "D15",
                Replies.bindings(
                        new Rpcb(PROGRAM + 5, 1, "tcp", "0.0.0.0.15.162", "65534"),
                        new Rpcb(PROGRAM + 5, 1, "udp", "0.0.0.0.15.162", "superuser")));
        play.call("GETPORT of tcp", TCP, call(2, 3, mapping(PROGRAM + 5, 1, Arguments.TCP, 0)));
        play.call("SET of tcp anew", LOCAL_NOBODY, call(4, 1, rpcb(PROGRAM + 5, 1, "tcp", "0.0.0.0.15.163")));
        play.ours("D15", Replies.bool(false));
        play.call("GETPORT of tcp", TCP, call(2, 3, mapping(PROGRAM + 5, 1, Arguments.TCP, 0)));
        return play.cleanUp(PROGRAM + 5, 1).end();
    }

    private static Scenario mixedOwnersByVersion2() {
        Play play = new Play("UNSET by version 2 of what has two owners");
        play.call("SET of tcp", UDP, call(2, 1, mapping(PROGRAM + 6, 1, Arguments.TCP, 4001)));
        play.call("SET of udp", LOCAL, call(2, 1, mapping(PROGRAM + 6, 1, Arguments.UDP, 4001)));
        play.call("UNSET", UDP, call(2, 2, mapping(PROGRAM + 6, 1, 0, 0))).ours("D16", Replies.bool(false));
        dump(play);
        play.call("UNSET again", UDP, call(2, 2, mapping(PROGRAM + 6, 1, 0, 0))).ours("D16", Replies.bool(false));
        dump(play);
        play.call("UNSET by nobody", LOCAL_NOBODY, call(2, 2, mapping(PROGRAM + 6, 1, 0, 0)));
        play.ours("D16", Replies.bool(false));
        dump(play);
        return play.cleanUp(PROGRAM + 6, 1).end();
    }
}
