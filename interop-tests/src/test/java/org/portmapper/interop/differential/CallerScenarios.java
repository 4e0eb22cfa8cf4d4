package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Messages.call;

import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.auth.AuthSys;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.xdr.Opaque;

/** Who may SET and UNSET, from where, and which owner is noted. */
final class CallerScenarios {
    private static final long PROGRAM = 0x2000_0800L;

    private CallerScenarios() {}

    static List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (Caller caller : Caller.knownToRpcbind()) {
            scenarios.add(everything(caller));
        }
        scenarios.add(claims());
        scenarios.add(garbageFromTheNetwork());
        return scenarios;
    }

    private static Scenario everything(Caller caller) {
        Play play = new Play("caller " + caller.title());
        play.call("NULL", caller, call(4, 0, Opaque.EMPTY));
        play.call("v2 SET", caller, call(2, 1, mapping(PROGRAM, 1, Arguments.TCP, 4001)));
        play.call("v3 SET", caller, call(3, 1, rpcb(PROGRAM, 1, "udp", "0.0.0.0.15.161")));
        play.call("v4 SET", caller, call(4, 1, rpcb(PROGRAM, 1, "udp6", "::.15.161")));
        play.call("DUMP", caller, call(4, 4, Opaque.EMPTY));
        play.call("GETPORT", caller, call(2, 3, mapping(PROGRAM, 1, Arguments.TCP, 0)));
        play.call("v2 UNSET", caller, call(2, 2, mapping(PROGRAM, 1, 0, 0)));
        play.call("v3 UNSET", caller, call(3, 2, rpcb(PROGRAM, 1, "udp", "")));
        play.call("v4 UNSET", caller, call(4, 2, rpcb(PROGRAM, 1, "", "")));
        play.call("DUMP", caller, call(4, 4, Opaque.EMPTY));
        return play.cleanUp(PROGRAM, 1).end();
    }

    /** An AUTH_SYS credential says what its sender chose to say. */
    private static Scenario claims() {
        Play play = new Play("AUTH_SYS claims");
        OpaqueAuth root = new AuthSys(1, "host", 0, 0, List.of(0L)).toCredential();
        for (Caller caller : List.of(Caller.UDP, Caller.TCP, Caller.LOCAL_NOBODY, Caller.UDP_LAN, Caller.TCP_LAN)) {
            play.call("root's SET", Caller.LOCAL, call(4, 1, rpcb(PROGRAM + 1, 1, "tcp", "0.0.0.0.15.161")));
            play.call("SET as uid 0", caller, as(root, 1, rpcb(PROGRAM + 1, 1, "udp", "0.0.0.0.15.161", "superuser")));
            play.call("DUMP", caller, call(4, 4, Opaque.EMPTY));
            play.call("UNSET as uid 0", caller, as(root, 2, rpcb(PROGRAM + 1, 1, "tcp", "", "superuser")));
            play.call("DUMP", caller, call(4, 4, Opaque.EMPTY));
            play.cleanUp(PROGRAM + 1, 1);
        }
        return play.end();
    }

    private static Opaque as(OpaqueAuth credential, int procedure, Opaque arguments) {
        Procedure called = new Procedure(100_000, 4, procedure);
        RpcCall message = new RpcCall(Messages.XID, called, credential, OpaqueAuth.NONE, arguments);
        return Messages.bytes(message);
    }

    /** Arguments are decoded before it is asked who the caller is. */
    private static Scenario garbageFromTheNetwork() {
        Play play = new Play("garbage from the network");
        for (Caller caller : List.of(Caller.TCP_LAN, Caller.TCP6_LAN, Caller.TCP_FROM_LOOPBACK_2)) {
            for (int version = 2; version <= 4; version++) {
                play.call("v%d SET".formatted(version), caller, call(version, 1, Opaque.EMPTY));
                play.call("v%d UNSET".formatted(version), caller, call(version, 2, Opaque.EMPTY));
            }
            play.call("v2 SET of protocol 99", caller, call(2, 1, mapping(PROGRAM, 1, 99, 4001)));
            play.call("v4 SET of a malformed address", caller, call(4, 1, rpcb(PROGRAM, 1, "tcp", "nonsense")));
            play.call("v4 SET of 100000", caller, call(4, 1, rpcb(100_000, 9, "tcp", "0.0.0.0.15.161")));
        }
        return play.end();
    }
}
