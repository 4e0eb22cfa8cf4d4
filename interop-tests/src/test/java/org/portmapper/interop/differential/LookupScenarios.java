package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Caller.LOCAL;
import static org.portmapper.interop.differential.Messages.call;

import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.Rpcbind;

/** GETPORT, GETADDR and GETVERSADDR: which of several bindings is found. */
final class LookupScenarios {
    private static final long PROGRAM = 0x2000_0900L;
    private static final List<Caller> TRANSPORTS =
            List.of(Caller.UDP, Caller.TCP, Caller.UDP6, Caller.TCP6, Caller.LOCAL);

    private LookupScenarios() {}

    static List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(versions());
        scenarios.add(afterRemoval());
        scenarios.add(netidOfTheCall());
        scenarios.add(absent());
        scenarios.add(portmapper());
        return scenarios;
    }

    private static void setVersions(Play play, long program, List<Integer> versions) {
        for (int version : versions) {
            int low = 100 + version;
            play.call("SET of udp v" + version, LOCAL, call(4, 1, rpcb(program, version, "udp", "0.0.0.0.15." + low)));
            play.call("SET of tcp v" + version, LOCAL, call(4, 1, rpcb(program, version, "tcp", "0.0.0.0.16." + low)));
            play.call("SET of udp6 v" + version, LOCAL, call(4, 1, rpcb(program, version, "udp6", "::.17." + low)));
            play.call("SET of tcp6 v" + version, LOCAL, call(4, 1, rpcb(program, version, "tcp6", "::.18." + low)));
            play.call(
                    "SET of local v" + version, LOCAL, call(4, 1, rpcb(program, version, "local", "/run/v" + version)));
        }
    }

    private static void lookUp(Play play, long program, List<Integer> versions, List<Integer> present) {
        for (int version : versions) {
            for (Caller caller : TRANSPORTS) {
                play.call("GETPORT udp v" + version, caller, call(2, 3, mapping(program, version, Arguments.UDP, 99)));
                play.call("GETPORT tcp v" + version, caller, call(2, 3, mapping(program, version, Arguments.TCP, 0)));
                play.call("v3 GETADDR v" + version, caller, call(3, 3, rpcb(program, version, "tcp", "")));
                play.call("v4 GETADDR v" + version, caller, call(4, 3, rpcb(program, version, "", "")));
                play.call("GETVERSADDR v" + version, caller, call(4, 9, rpcb(program, version, "tcp", "")));
                play.call("GETADDRLIST v" + version, caller, call(4, 11, rpcb(program, version, "tcp", "")));
                if (caller == LOCAL && present.contains(version)) {
                    play.ours("D22", Replies.addresses(List.of(localEntry(program, version))));
                }
            }
        }
    }

    private static RpcbEntry localEntry(long program, int version) {
        String path = program == Rpcbind.PROGRAM ? Rpcbind.LOCAL_SOCKET : "/run/v" + version;
        return new RpcbEntry(path, "local", 3, "loopback", "-");
    }

    /** A version that is not there is answered by the one that was registered last. */
    private static Scenario versions() {
        Play play = new Play("versions");
        setVersions(play, PROGRAM, List.of(3, 1, 4));
        lookUp(play, PROGRAM, List.of(1, 2, 3, 4, 5, 0), List.of(1, 3, 4));
        return play.cleanUp(PROGRAM, 1, 3, 4).end();
    }

    private static Scenario afterRemoval() {
        Play play = new Play("versions after a removal");
        setVersions(play, PROGRAM + 1, List.of(1, 2, 3));
        play.cleanUp(PROGRAM + 1, 3);
        lookUp(play, PROGRAM + 1, List.of(1, 3), List.of(1, 2));
        setVersions(play, PROGRAM + 1, List.of(3));
        play.cleanUp(PROGRAM + 1, 1);
        lookUp(play, PROGRAM + 1, List.of(1, 9), List.of(2, 3));
        return play.cleanUp(PROGRAM + 1, 2, 3).end();
    }

    /** The netid in the argument is not looked at: the transport of the call decides. */
    private static Scenario netidOfTheCall() {
        Play play = new Play("netid in the argument");
        play.call("SET of tcp", LOCAL, call(4, 1, rpcb(PROGRAM + 2, 1, "tcp", "0.0.0.0.16.1")));
        play.call("SET of udp6", LOCAL, call(4, 1, rpcb(PROGRAM + 2, 1, "udp6", "::.17.1")));
        for (String netid : List.of("", "udp", "tcp", "udp6", "tcp6", "local", "bogus", "TCP")) {
            for (Caller caller : TRANSPORTS) {
                play.call("GETADDR of '%s'".formatted(netid), caller, call(3, 3, rpcb(PROGRAM + 2, 1, netid, "")));
            }
        }
        return play.cleanUp(PROGRAM + 2, 1).end();
    }

    private static Scenario absent() {
        Play play = new Play("look-up of what is not there");
        for (Caller caller : TRANSPORTS) {
            for (long program : List.of(0L, PROGRAM + 3, 0xffff_ffffL)) {
                play.call("GETPORT of " + program, caller, call(2, 3, mapping(program, 1, Arguments.TCP, 0)));
                play.call("GETADDR of " + program, caller, call(4, 3, rpcb(program, 1, "tcp", "")));
                play.call("GETVERSADDR of " + program, caller, call(4, 9, rpcb(program, 1, "tcp", "")));
                play.call("GETADDRLIST of " + program, caller, call(4, 11, rpcb(program, 1, "tcp", "")));
            }
            for (long protocol : List.of(0L, 58L, 0xffff_ffffL)) {
                play.call("GETPORT of protocol " + protocol, caller, call(2, 3, mapping(100_000, 2, protocol, 0)));
            }
        }
        return play.end();
    }

    private static Scenario portmapper() {
        Play play = new Play("look-up of 100000");
        lookUp(play, Rpcbind.PROGRAM, List.of(2, 3, 4, 1, 5), List.of(3, 4));
        return play.end();
    }
}
