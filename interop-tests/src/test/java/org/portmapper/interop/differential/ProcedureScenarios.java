package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.netbuf;
import static org.portmapper.interop.differential.Arguments.remoteCall;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Arguments.string;
import static org.portmapper.interop.differential.Messages.call;

import java.util.ArrayList;
import java.util.List;
import org.portmapper.interop.differential.Step.LeftOut;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.xdr.Opaque;

/** Every procedure of every version over every transport: with its arguments, with none, and with bytes behind them. */
final class ProcedureScenarios {
    private static final List<Caller> TRANSPORTS =
            List.of(Caller.UDP, Caller.TCP, Caller.UDP6, Caller.TCP6, Caller.LOCAL);
    private static final int HIGHEST_PROCEDURE = 13;
    private static final long PROGRAM = 0x2000_0200L;
    /** sin_family 2, port 4001, 127.0.0.1, eight zero bytes. */
    private static final String LOOPBACK_4001 = "02000fa17f0000010000000000000000";

    private static final Opaque BEHIND = Opaque.ofHex("deadbeef00");

    private ProcedureScenarios() {}

    static List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (int version = 2; version <= 4; version++) {
            scenarios.add(withoutArguments(version));
            scenarios.add(withArguments(version));
            scenarios.add(withBytesBehind(version));
        }
        scenarios.add(unknownVersions());
        scenarios.add(unknownProcedures());
        scenarios.add(unknownPrograms());
        return scenarios;
    }

    private static Scenario withoutArguments(int version) {
        Play play = new Play("v" + version + " without arguments");
        for (int procedure = 0; procedure <= HIGHEST_PROCEDURE; procedure++) {
            for (Caller caller : TRANSPORTS) {
                play.call("procedure " + procedure, caller, call(version, procedure, Opaque.EMPTY))
                        .leftOut(leftOut(procedure));
                if (caller.isDatagram() && version == 2 && procedure >= 1 && procedure <= 3) {
                    play.ours("D01", Replies.garbageArguments());
                }
            }
        }
        return play.end();
    }

    private static Scenario withArguments(int version) {
        Play play = new Play("v" + version + " with arguments");
        for (int procedure = 0; procedure <= HIGHEST_PROCEDURE; procedure++) {
            for (Caller caller : TRANSPORTS) {
                play.call("procedure " + procedure, caller, call(version, procedure, arguments(version, procedure)))
                        .leftOut(leftOut(procedure));
                conversionOnLocal(play, caller, version, procedure);
            }
        }
        return play.cleanUp(PROGRAM, version).end();
    }

    private static Scenario withBytesBehind(int version) {
        Play play = new Play("v" + version + " with bytes behind the arguments");
        for (int procedure = 0; procedure <= HIGHEST_PROCEDURE; procedure++) {
            for (Caller caller : List.of(Caller.UDP, Caller.TCP, Caller.LOCAL)) {
                Opaque arguments = Messages.concatenated(arguments(version, procedure), BEHIND);
                play.call("procedure " + procedure, caller, call(version, procedure, arguments))
                        .leftOut(leftOut(procedure));
                conversionOnLocal(play, caller, version, procedure);
            }
        }
        return play.cleanUp(PROGRAM, version).end();
    }

    private static void conversionOnLocal(Play play, Caller caller, int version, int procedure) {
        if (caller == Caller.LOCAL && version > 2 && procedure == 7) {
            play.ours("D23", Replies.netbuf(16, LOOPBACK_4001));
        } else if (caller == Caller.LOCAL && version > 2 && procedure == 8) {
            play.ours("D23", Replies.string("127.0.0.1.15.161"));
        }
    }

    private static LeftOut leftOut(int procedure) {
        return switch (procedure) {
            case 6 -> LeftOut.TIME;
            case 12 -> LeftOut.STATISTICS;
            default -> LeftOut.NOTHING;
        };
    }

    /** Arguments that the procedure of this number takes: RFC 1833 sections 2.2.1 and 3.2. */
    private static Opaque arguments(int version, int procedure) {
        return switch (procedure) {
            case 1, 2, 3 ->
                version == 2
                        ? mapping(PROGRAM, version, Arguments.UDP, 4001)
                        : rpcb(PROGRAM, version, "udp", "0.0.0.0.15.161");
            case 5, 10 -> remoteCall(PROGRAM, version, 0, Opaque.EMPTY);
            case 7 -> string("127.0.0.1.15.161");
            case 8 -> netbuf(16, Opaque.ofHex(LOOPBACK_4001));
            case 9, 11 -> rpcb(PROGRAM, version, "udp", "");
            default -> Opaque.EMPTY;
        };
    }

    private static Scenario unknownVersions() {
        Play play = new Play("versions that are not served");
        for (long version : List.of(0L, 1L, 5L, 104_316L, 0xffff_ffffL)) {
            for (Caller caller : TRANSPORTS) {
                for (int procedure : List.of(0, 4)) {
                    Procedure called = new Procedure(100_000, version, procedure);
                    play.call(
                            "version %d procedure %d".formatted(version, procedure),
                            caller,
                            call(called, Opaque.EMPTY));
                }
            }
        }
        return play.end();
    }

    private static Scenario unknownProcedures() {
        Play play = new Play("procedures that do not exist");
        for (long procedure : List.of(14L, 255L, 0x8000_0000L, 0xffff_ffffL)) {
            for (int version = 2; version <= 4; version++) {
                Procedure called = new Procedure(100_000, version, procedure);
                play.call("v%d procedure %d".formatted(version, procedure), Caller.UDP, call(called, Opaque.EMPTY));
                play.call("v%d procedure %d".formatted(version, procedure), Caller.TCP, call(called, Opaque.EMPTY));
            }
        }
        return play.end();
    }

    private static Scenario unknownPrograms() {
        Play play = new Play("programs that are not served");
        for (long program : List.of(0L, 99_999L, 100_001L, 100_003L, 0x2000_0000L, 0xffff_ffffL)) {
            for (Caller caller : TRANSPORTS) {
                play.call("program " + program, caller, call(new Procedure(program, 2, 0), Opaque.EMPTY));
            }
        }
        return play.end();
    }
}
