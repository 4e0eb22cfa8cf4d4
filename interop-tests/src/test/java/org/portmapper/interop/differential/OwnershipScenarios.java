package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Messages.call;

import java.util.ArrayList;
import java.util.List;
import org.portmapper.interop.differential.Registrant.Proven;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;

/** Whose a program is, and who may add to it, take its place or remove it. */
final class OwnershipScenarios {
    private static final long PROGRAM = 0x2000_0a00L;

    private static final List<Caller> OWNERS =
            List.of(Caller.LOCAL, Caller.TCP_RESERVED, Caller.LOCAL_NOBODY, Caller.UDP_NOBODY, Caller.TCP6_NOBODY);

    private static final List<Caller> OTHERS = List.of(
            Caller.LOCAL,
            Caller.UDP_RESERVED,
            Caller.TCP6_RESERVED,
            Caller.UDP,
            Caller.TCP,
            Caller.LOCAL_NOBODY,
            Caller.UDP_NOBODY,
            Caller.TCP_NOBODY,
            Caller.UDP6_NOBODY,
            Caller.UDP_LAN,
            Caller.TCP_LAN_RESERVED);

    private OwnershipScenarios() {}

    static List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (Caller owner : OWNERS) {
            for (Caller other : OTHERS) {
                scenarios.add(adds(Registrant.of(owner), Registrant.of(other)));
                scenarios.add(removes(Registrant.of(owner), Registrant.of(other)));
            }
        }
        return scenarios;
    }

    private static void owned(Play play, Registrant owner) {
        play.call("SET", owner.caller(), call(4, 1, rpcb(PROGRAM, 1, "tcp", owner.tcpAddress())));
    }

    private static Scenario adds(Registrant owner, Registrant other) {
        Play play = new Play(
                "%s adds to %s".formatted(other.caller().title(), owner.caller().title()));
        owned(play, owner);
        boolean allowed = other.proven() == Proven.ROOT || other.proven() == owner.proven();
        String id = other.proven() == Proven.UNPROVEN ? "D31" : "D34";
        play.call("SET of version 2", other.caller(), call(4, 1, rpcb(PROGRAM, 2, "udp", other.tcpAddress())));
        play.oursByRule(id, answer(other, allowed));
        play.call("SET at another port", other.caller(), call(4, 1, rpcb(PROGRAM, 1, "tcp", "0.0.0.0.15.163")));
        play.call("GETPORT", Caller.UDP, call(2, 3, mapping(PROGRAM, 1, Arguments.TCP, 0)));
        play.call("GETPORT of version 2", Caller.UDP, call(2, 3, mapping(PROGRAM, 2, Arguments.UDP, 0)));
        // GETPORT takes another version of the same netid for want of the one that is asked for, and there is none.
        play.oursByRule(id, Replies.port(allowed ? other.proven().port() : 0));
        return play.cleanUp(PROGRAM, 1, 2).end();
    }

    private static Scenario removes(Registrant owner, Registrant other) {
        Play play = new Play("%s removes of %s"
                .formatted(other.caller().title(), owner.caller().title()));
        boolean allowed = other.proven() == Proven.ROOT || other.proven() == owner.proven();
        List<Opaque> calls = List.of(
                call(4, 2, rpcb(PROGRAM, 1, "tcp", "")),
                call(3, 2, rpcb(PROGRAM, 1, "", "", owner.proven().owner())),
                call(2, 2, mapping(PROGRAM, 1, 0, 0)));
        for (Opaque unset : calls) {
            owned(play, owner);
            play.call("UNSET", other.caller(), unset).oursByRule("D36", answer(other, allowed));
            play.bindings(Caller.TCP).oursByRule("D36", allowed ? Replies.bindings() : Replies.bindings(left(owner)));
            play.cleanUp(PROGRAM, 1);
        }
        return play.end();
    }

    private static Rpcb left(Registrant owner) {
        return new Rpcb(PROGRAM, 1, "tcp", owner.tcpAddress(), owner.proven().owner());
    }

    private static Opaque answer(Registrant other, boolean allowed) {
        return other.proven() == Proven.ELSEWHERE ? Replies.authError(AuthStat.TOO_WEAK) : Replies.bool(allowed);
    }
}
