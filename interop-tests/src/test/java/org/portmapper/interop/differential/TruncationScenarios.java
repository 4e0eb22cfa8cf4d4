package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.netbuf;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Arguments.string;
import static org.portmapper.interop.differential.Messages.call;
import static org.portmapper.interop.differential.Messages.truncated;

import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.xdr.Opaque;

/** Calls that end too early: at every byte of the header, and at every byte of some arguments. */
final class TruncationScenarios {
    private static final int HEADER_LENGTH = 40;
    private static final int CREDENTIAL_OFFSET = 24;
    private static final int VERIFIER_OFFSET = 32;
    private static final int SHORTEST_READ_BY_RPCBIND = 16;
    private static final long PROGRAM = 0x2000_0300L;

    private TruncationScenarios() {}

    static List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        scenarios.add(headers(Caller.UDP));
        scenarios.add(headers(Caller.TCP));
        scenarios.add(headers(Caller.LOCAL));
        for (Caller caller : List.of(Caller.UDP, Caller.TCP)) {
            scenarios.add(arguments(caller, "v2 SET", call(2, 1, mapping(PROGRAM, 2, Arguments.UDP, 4001))));
            scenarios.add(arguments(caller, "v2 GETPORT", call(2, 3, mapping(PROGRAM, 2, Arguments.UDP, 4001))));
            scenarios.add(arguments(caller, "v4 SET", call(4, 1, rpcb(PROGRAM, 4, "tcp", "127.0.0.1.17.92", "me"))));
            scenarios.add(arguments(caller, "v3 GETADDR", call(3, 3, rpcb(PROGRAM, 4, "udp6", "", ""))));
            scenarios.add(arguments(caller, "v4 UADDR2TADDR", call(4, 7, string("10.9.0.1.0.80"))));
            // sin_family 2, port 111, 127.0.0.1, eight zero bytes
            Opaque address = Opaque.ofHex("0200006f7f0000010000000000000000");
            scenarios.add(arguments(caller, "v4 TADDR2UADDR", call(4, 8, netbuf(16, address))));
        }
        return scenarios;
    }

    private static Scenario headers(Caller caller) {
        Play play = new Play("truncated header over " + caller.netid().text());
        Opaque message = call(2, 0, Opaque.EMPTY);
        for (int length = caller.isDatagram() ? 0 : 1; length < HEADER_LENGTH; length++) {
            play.call(length + " bytes", caller, truncated(message, length));
            if (length >= VERIFIER_OFFSET) {
                play.ours("D02", Replies.authError(AuthStat.BAD_VERIFIER));
            } else if (length >= CREDENTIAL_OFFSET) {
                play.ours("D02", Replies.authError(AuthStat.BAD_CREDENTIAL));
            } else if (caller.isDatagram() && length >= SHORTEST_READ_BY_RPCBIND) {
                play.ours("D02", Outcome.SILENCE);
            }
        }
        return play.end();
    }

    private static Scenario arguments(Caller caller, String what, Opaque message) {
        Play play =
                new Play("truncated %s over %s".formatted(what, caller.netid().text()));
        for (int length = HEADER_LENGTH; length < message.length(); length++) {
            play.call(length - HEADER_LENGTH + " bytes of arguments", caller, truncated(message, length));
            if (caller.isDatagram()) {
                play.oursByRule("D01", Replies.garbageArguments());
            }
        }
        return play.cleanUp(PROGRAM, 2, 4).end();
    }
}
