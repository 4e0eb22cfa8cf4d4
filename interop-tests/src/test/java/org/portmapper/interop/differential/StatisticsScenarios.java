package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Caller.LOCAL;
import static org.portmapper.interop.differential.Caller.TCP;
import static org.portmapper.interop.differential.Caller.TCP6;
import static org.portmapper.interop.differential.Caller.TCP_LAN;
import static org.portmapper.interop.differential.Caller.UDP;
import static org.portmapper.interop.differential.Messages.call;

import java.util.List;
import org.portmapper.rpc.xdr.Opaque;

/** What GETSTAT counts, from the first call of a fresh subject on; the only scenarios in which the counters are compared. */
final class StatisticsScenarios {
    private static final long PROGRAM = 0x2000_0100L;

    private StatisticsScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(fresh(), registrations(), lookups(), uncounted());
    }

    private static Scenario fresh() {
        return new Play("fresh subject")
                .call("GETSTAT counts itself", LOCAL, call(4, 12, Opaque.EMPTY))
                .call("and again", TCP, call(4, 12, Opaque.EMPTY))
                .call("v2 DUMP", LOCAL, call(2, 4, Opaque.EMPTY))
                .call("v3 DUMP", TCP6, call(3, 4, Opaque.EMPTY))
                .call("v4 DUMP", UDP, call(4, 4, Opaque.EMPTY))
                .call("GETSTAT", LOCAL, call(4, 12, Opaque.EMPTY))
                .end();
    }

    private static Scenario registrations() {
        return new Play("statistics of registrations")
                .call("v2 SET", UDP, call(2, 1, mapping(PROGRAM, 1, Arguments.UDP, 4001)))
                .call("v2 SET again", UDP, call(2, 1, mapping(PROGRAM, 1, Arguments.UDP, 4001)))
                .call("v2 SET with another port", UDP, call(2, 1, mapping(PROGRAM, 1, Arguments.UDP, 4002)))
                .call("v3 SET", TCP, call(3, 1, rpcb(PROGRAM, 1, "tcp", "0.0.0.0.15.161")))
                .call("v4 SET", LOCAL, call(4, 1, rpcb(PROGRAM, 1, "udp6", "::.15.161")))
                .call("v4 SET from the network", TCP_LAN, call(4, 1, rpcb(PROGRAM, 1, "tcp6", "::.15.161")))
                .call("v4 SET of garbage", TCP, call(4, 1, Opaque.EMPTY))
                .call("v2 UNSET", UDP, call(2, 2, mapping(PROGRAM, 1, 0, 0)))
                .call("v2 UNSET of nothing", UDP, call(2, 2, mapping(PROGRAM, 1, 0, 0)))
                .call("v3 UNSET refused", TCP, call(3, 2, rpcb(PROGRAM, 1, "", "")))
                .cleanUp(PROGRAM, 1)
                .call("GETSTAT", LOCAL, call(4, 12, Opaque.EMPTY))
                .end();
    }

    private static Scenario lookups() {
        return new Play("statistics of look-ups")
                .call("v4 SET", LOCAL, call(4, 1, rpcb(PROGRAM, 1, "udp", "0.0.0.0.15.161")))
                .call("GETPORT found", TCP, call(2, 3, mapping(PROGRAM, 1, Arguments.UDP, 0)))
                .call("GETPORT found by another version", TCP, call(2, 3, mapping(PROGRAM, 2, Arguments.UDP, 0)))
                .call("GETPORT not found", TCP, call(2, 3, mapping(PROGRAM, 1, Arguments.TCP, 0)))
                .call("GETPORT of no protocol", TCP, call(2, 3, mapping(PROGRAM, 1, 99, 0)))
                .call("v3 GETADDR found", UDP, call(3, 3, rpcb(PROGRAM, 1, "udp", "")))
                .call("v3 GETADDR not found", TCP, call(3, 3, rpcb(PROGRAM, 1, "udp", "")))
                .call("v4 GETADDR found", UDP, call(4, 3, rpcb(PROGRAM, 1, "udp", "")))
                .call("GETVERSADDR found", UDP, call(4, 9, rpcb(PROGRAM, 1, "udp", "")))
                .call("GETVERSADDR not found", UDP, call(4, 9, rpcb(PROGRAM, 2, "udp", "")))
                .call("GETADDRLIST found", UDP, call(4, 11, rpcb(PROGRAM, 1, "udp", "")))
                .call("GETADDRLIST not found", UDP, call(4, 11, rpcb(PROGRAM, 7, "udp", "")))
                .call("GETADDRLIST not found", TCP6, call(4, 11, rpcb(PROGRAM, 1, "udp", "")))
                .cleanUp(PROGRAM, 1)
                .call("GETSTAT", LOCAL, call(4, 12, Opaque.EMPTY))
                .end();
    }

    private static Scenario uncounted() {
        return new Play("statistics of calls without a procedure")
                .call("v2 procedure 6", TCP, call(2, 6, Opaque.EMPTY))
                .call("v3 procedure 9", TCP, call(3, 9, Opaque.EMPTY))
                .call("v4 procedure 13", TCP, call(4, 13, Opaque.EMPTY))
                .call("v4 procedure 2147483647", TCP, call(4, Integer.MAX_VALUE, Opaque.EMPTY))
                .call("version 5", TCP, call(5, 0, Opaque.EMPTY))
                .call("v3 UADDR2TADDR", TCP, call(3, 7, Arguments.string("127.0.0.1.0.111")))
                .call("v4 TADDR2UADDR", TCP, call(4, 8, Arguments.netbuf(16, Opaque.EMPTY)))
                .call("GETSTAT", LOCAL, call(4, 12, Opaque.EMPTY))
                .end();
    }
}
