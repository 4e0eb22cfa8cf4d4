package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Messages.call;
import static org.portmapper.interop.differential.Messages.record;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.portmapper.interop.differential.Registrant.Proven;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;

/** SET under the policy that is built into ours: who may register which program at which address. */
final class EnforcementScenarios {
    /** NFS, nobody's program, and the first one that RFC 5531 reserves: each is root's. */
    private static final List<Long> ROOTS_PROGRAMS = List.of(100_003L, 0L, 0x6000_0000L);

    /** Whoever comes first. */
    private static final long PROGRAM = 0x2000_0900L;

    private static final int OF_ALICE = 4003;
    private static final int OF_NOBODY_AT_ALL = 4009;
    private static final long LIMIT_OF_ONE_USER = 1000;

    /** rpcbind closes a connection whose replies nobody reads meanwhile, once the socket is full of them. */
    private static final long CALLS_AT_ONCE = 100;

    private EnforcementScenarios() {}

    static List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (Caller caller : callers()) {
            for (long program : ROOTS_PROGRAMS) {
                scenarios.add(registers(Registrant.of(caller), program, Proven.ROOT));
            }
            scenarios.add(registers(Registrant.of(caller), PROGRAM, Proven.NOBODY));
        }
        for (Caller caller : List.of(Caller.LOCAL_NOBODY, Caller.UDP_NOBODY, Caller.TCP6_NOBODY)) {
            scenarios.add(addressesOfNobody(caller));
        }
        for (Caller caller : List.of(Caller.LOCAL, Caller.TCP_RESERVED, Caller.UDP_RESERVED)) {
            scenarios.add(addressesOfRoot(caller));
        }
        scenarios.add(localAddresses());
        scenarios.add(serviceThatEnded());
        scenarios.add(quota());
        return scenarios;
    }

    private static List<Caller> callers() {
        return Stream.of(Caller.values())
                .filter(caller -> caller != Caller.UDP_NOBODYS_SERVICE)
                .toList();
    }

    /** {@code lowest} is the least that a caller must have proven, in the order root, nobody. */
    private static Scenario registers(Registrant registrant, long program, Proven lowest) {
        Caller caller = registrant.caller();
        Play play = new Play("%s registers %d".formatted(caller.title(), program));
        boolean allowed = registrant.proven() == Proven.ROOT || registrant.proven() == lowest;
        String id = registrant.proven() == Proven.UNPROVEN ? "D31" : "D29";
        set(play, registrant, id, allowed, rpcb(program, 1, "tcp", registrant.tcpAddress()));
        play.bindings(Caller.TCP);
        if (registrant.proven() == Proven.ELSEWHERE) {
            return play.end();
        }
        Rpcb binding = new Rpcb(
                program, 1, "tcp", registrant.tcpAddress(), registrant.proven().owner());
        play.oursByRule(allowed ? "D30" : id, allowed ? Replies.bindings(binding) : Replies.bindings());
        play.call("GETPORT", Caller.UDP, call(2, 3, mapping(program, 1, Arguments.TCP, 0)));
        play.oursByRule(id, Replies.port(allowed ? registrant.proven().port() : 0));
        return play.cleanUp(program, 1).end();
    }

    private static void set(Play play, Registrant registrant, String id, boolean allowed, Opaque arguments) {
        play.call("SET", registrant.caller(), call(4, 1, arguments));
        Opaque refusal =
                registrant.proven() == Proven.ELSEWHERE ? Replies.authError(AuthStat.TOO_WEAK) : Replies.bool(false);
        play.oursByRule(id, allowed ? Replies.bool(true) : refusal);
    }

    private static Scenario addressesOfNobody(Caller caller) {
        Play play = new Play("addresses of " + caller.title());
        address(play, caller, "0.0.0.0", Proven.NOBODY.port(), true);
        address(play, caller, "127.0.0.1", Proven.NOBODY.port(), true);
        address(play, caller, Caller.Host.LAN_OTHER, Proven.NOBODY.port(), true);
        address(play, caller, "192.0.2.66", Proven.NOBODY.port(), false);
        address(play, caller, "0.0.0.0", Proven.ROOT.port(), false);
        address(play, caller, "127.0.0.1", Proven.ROOT.port(), false);
        address(play, caller, "0.0.0.0", OF_ALICE, false);
        address(play, caller, "0.0.0.0", OF_NOBODY_AT_ALL, false);
        return play.end();
    }

    /** Over a stream root may register what has no socket, or another's; a datagram of root's may be somebody's who had it sent. */
    private static Scenario addressesOfRoot(Caller caller) {
        Play play = new Play("addresses of " + caller.title());
        address(play, caller, "0.0.0.0", Proven.ROOT.port(), true);
        address(play, caller, "0.0.0.0", OF_ALICE, !caller.isDatagram());
        address(play, caller, "192.0.2.66", Proven.ROOT.port(), !caller.isDatagram());
        address(play, caller, "0.0.0.0", OF_NOBODY_AT_ALL, !caller.isDatagram());
        return play.end();
    }

    private static void address(Play play, Caller caller, String host, int port, boolean allowed) {
        String text = "%s.%d.%d".formatted(host, port / 256, port % 256);
        play.call("SET of " + text, caller, call(4, 1, rpcb(PROGRAM + 1, 1, "udp", text)));
        play.oursByRule("D32", Replies.bool(allowed));
        play.call("GETPORT", Caller.UDP, call(2, 3, mapping(PROGRAM + 1, 1, Arguments.UDP, 0)));
        boolean reachable = host.equals("0.0.0.0") || host.equals("127.0.0.1");
        play.oursByRule(reachable ? "D32" : "D20", Replies.port(allowed && reachable ? port : 0));
        play.cleanUp(PROGRAM + 1, 1);
    }

    private static Scenario localAddresses() {
        Play play = new Play("local sockets of others");
        local(play, Caller.LOCAL, "/run/root.sock", true);
        local(play, Caller.LOCAL, "/run/nobody/service.sock", true);
        local(play, Caller.LOCAL, "/run/nothing.sock", true);
        local(play, Caller.LOCAL_NOBODY, "/run/nobody/service.sock", true);
        local(play, Caller.LOCAL_NOBODY, "/run/root.sock", false);
        local(play, Caller.LOCAL_NOBODY, "/run/nothing.sock", false);
        local(play, Caller.TCP_NOBODY, "/run/nobody/service.sock", true);
        return play.end();
    }

    private static void local(Play play, Caller caller, String path, boolean allowed) {
        play.call("SET of " + path, caller, call(4, 1, rpcb(PROGRAM + 2, 1, "local", path)));
        play.oursByRule("D32", Replies.bool(allowed));
        play.call("GETADDR", Caller.LOCAL, call(4, 3, rpcb(PROGRAM + 2, 1, "local", "")));
        play.oursByRule("D32", Replies.string(allowed ? path : ""));
        play.cleanUp(PROGRAM + 2, 1);
    }

    private static Scenario serviceThatEnded() {
        Play play = new Play("a service that ended");
        Caller service = Caller.UDP_NOBODYS_SERVICE;
        String address = "127.0.0.1.%d.%d".formatted(Sockets.SERVICE_PORT / 256, Sockets.SERVICE_PORT % 256);
        String another =
                "127.0.0.1" + Registrant.tcpAddress(Proven.NOBODY.port()).substring("0.0.0.0".length());
        play.call("SET", service, call(4, 1, rpcb(PROGRAM + 3, 1, "udp", address)));
        play.call("GETPORT", Caller.UDP, call(2, 3, mapping(PROGRAM + 3, 1, Arguments.UDP, 0)));
        play.ours("D33", Replies.port(0));
        play.bindings(Caller.TCP).ours("D33", Replies.bindings());
        play.call("SET at another port", Caller.LOCAL_NOBODY, call(4, 1, rpcb(PROGRAM + 3, 1, "udp", another)));
        return play.ours("D33", Replies.bool(true)).cleanUp(PROGRAM + 3, 1).end();
    }

    private static Scenario quota() {
        Play play = new Play("more than one user may have");
        String address = Registrant.tcpAddress(Proven.NOBODY.port());
        for (long first = 0; first < LIMIT_OF_ONE_USER; first += CALLS_AT_ONCE) {
            play.pieces("SET of many versions", Caller.LOCAL_NOBODY, many(1, first, "tcp", address));
        }
        Opaque more = rpcb(PROGRAM + 4, LIMIT_OF_ONE_USER, "tcp", address);
        play.call("SET of one more", Caller.LOCAL_NOBODY, call(4, 1, more)).ours("D35", Replies.bool(false));
        Opaque one = rpcb(PROGRAM + 5, 1, "tcp", Registrant.tcpAddress(Proven.ROOT.port()));
        play.call("SET by root", Caller.LOCAL, call(4, 1, one)).cleanUp(PROGRAM + 5, 1);
        for (long first = 0; first < LIMIT_OF_ONE_USER; first += CALLS_AT_ONCE) {
            play.pieces("clean up", Caller.LOCAL, many(2, first, "", ""));
        }
        return play.cleanUp(PROGRAM + 4, LIMIT_OF_ONE_USER).end();
    }

    private static List<Opaque> many(int procedure, long firstVersion, String netid, String address) {
        return LongStream.range(firstVersion, firstVersion + CALLS_AT_ONCE)
                .mapToObj(version -> record(call(4, procedure, rpcb(PROGRAM + 4, version, netid, address))))
                .toList();
    }
}
