package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.remoteCall;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Caller.LOCAL;
import static org.portmapper.interop.differential.Messages.call;

import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** CALLIT, BCAST and INDIRECT, with remote calls off and on: RFC 1833 sections 2.2.1 and 3.2. */
final class RemoteCallScenarios {
    private static final long PROGRAM = 0x2000_0e00L;
    private static final Opaque ARGUMENT = Opaque.ofHex("0000002a");

    /** A procedure that passes calls on. */
    private record PassingOn(String name, int version, int number) {}

    private static final PassingOn INDIRECT = new PassingOn("v4 INDIRECT", 4, 10);
    private static final List<PassingOn> PROCEDURES = List.of(
            new PassingOn("v2 CALLIT", 2, 5),
            new PassingOn("v3 CALLIT", 3, 5),
            new PassingOn("v4 BCAST", 4, 5),
            INDIRECT);

    private RemoteCallScenarios() {}

    static List<Scenario> withoutRemoteCalls() {
        List<Scenario> scenarios = new ArrayList<>();
        for (Caller caller : List.of(Caller.UDP, Caller.TCP, Caller.UDP6, Caller.LOCAL)) {
            scenarios.add(off(caller));
        }
        scenarios.add(denied());
        return scenarios;
    }

    static List<Scenario> withRemoteCalls() {
        return List.of(on(Caller.UDP), on(Caller.UDP6), on(Caller.UDP_LAN), onStreams(), notFound(), sizes(), denied());
    }

    private static void register(Play play) {
        // port 2049
        play.call("SET of udp", LOCAL, call(4, 1, rpcb(PROGRAM, 1, "udp", "0.0.0.0.8.1")));
        play.call("SET of udp6", LOCAL, call(4, 1, rpcb(PROGRAM, 1, "udp6", "::.8.1")));
        play.call("SET of tcp", LOCAL, call(4, 1, rpcb(PROGRAM, 1, "tcp", "0.0.0.0.8.1")));
    }

    private static Scenario off(Caller caller) {
        Play play = new Play("remote calls off, over " + caller.netid().text());
        register(play);
        for (PassingOn procedure : PROCEDURES) {
            pass(play, "NULL", caller, procedure, remoteCall(PROGRAM, 1, EchoService.NULL, Opaque.EMPTY));
            pass(play, "ECHO", caller, procedure, remoteCall(PROGRAM, 1, EchoService.ECHO, ARGUMENT));
            pass(play, "another version", caller, procedure, remoteCall(PROGRAM, 2, EchoService.NULL, Opaque.EMPTY));
            pass(play, "not registered", caller, procedure, remoteCall(PROGRAM + 1, 1, EchoService.NULL, Opaque.EMPTY));
            pass(play, "garbage", caller, procedure, Opaque.ofHex("20000e00"));
        }
        return play.cleanUp(PROGRAM, 1).end();
    }

    private static void pass(Play play, String name, Caller caller, PassingOn procedure, Opaque arguments) {
        play.call(procedure.name() + " of " + name, caller, call(procedure.version(), procedure.number(), arguments));
    }

    /** A version that nobody has: what is not denied ends there, and INDIRECT says so. */
    private static Scenario denied() {
        Play play = new Play("calls that are not passed on");
        List<Long> programs = List.of(100_000L, 100_003L, 100_004L, 100_005L, 100_007L, 100_009L, 100_011L, 100_021L);
        for (long program : programs) {
            for (int number = 0; number <= 8; number++) {
                String name = "%d procedure %d".formatted(program, number);
                pass(play, name, Caller.UDP, INDIRECT, remoteCall(program, 99, number, Opaque.EMPTY));
            }
        }
        for (PassingOn procedure : PROCEDURES) {
            for (Caller caller : List.of(Caller.UDP, Caller.UDP6, Caller.TCP, LOCAL)) {
                pass(play, "100003 procedure 6", caller, procedure, remoteCall(100_003, 99, 6, Opaque.EMPTY));
                pass(play, "100005 procedure 1", caller, procedure, remoteCall(100_005, 99, 1, Opaque.EMPTY));
            }
        }
        return play.end();
    }

    private static Scenario on(Caller caller) {
        Play play = new Play("remote calls on, by " + caller.title());
        register(play);
        for (PassingOn procedure : PROCEDURES) {
            pass(play, "NULL", caller, procedure, remoteCall(PROGRAM, 1, EchoService.NULL, Opaque.EMPTY));
            answered(play, caller, procedure, Opaque.EMPTY);
            pass(play, "ECHO", caller, procedure, remoteCall(PROGRAM, 1, EchoService.ECHO, ARGUMENT));
            answered(play, caller, procedure, ARGUMENT);
            pass(play, "WHO", caller, procedure, remoteCall(PROGRAM, 1, EchoService.WHO, Opaque.EMPTY));
            answered(play, caller, procedure, Opaque.ofHex("0000000000000000"));
            for (int failing :
                    List.of(EchoService.GARBAGE, EchoService.FAIL, EchoService.DENY, EchoService.SILENT, 99)) {
                pass(play, "procedure " + failing, caller, procedure, remoteCall(PROGRAM, 1, failing, ARGUMENT));
                if (procedure.number() == 10 && failing != EchoService.SILENT) {
                    play.patiently().ours("D27", Replies.systemError());
                }
            }
        }
        return play.cleanUp(PROGRAM, 1).end();
    }

    /** The reply comes from where the call went to; rpcbind has a second port for it. */
    private static void answered(Play play, Caller caller, PassingOn procedure, Opaque result) {
        if (procedure.version() == 2 && caller.netid() == Netid.UDP6) {
            // Version 2 has no words for IPv6: neither answers.
            return;
        }
        XdrWriter results = new XdrWriter();
        if (procedure.version() == 2) {
            results.writeInt(EchoService.PORT);
        } else {
            results.writeString(caller.destination() + ".8.1");
        }
        String id = result.length() % 4 == 0 ? "D27" : "D28";
        play.patiently().ours(id, Replies.success(results.writeOpaque(result).toOpaque()));
    }

    private static Scenario onStreams() {
        Play play = new Play("remote calls on, over streams");
        register(play);
        for (PassingOn procedure : PROCEDURES) {
            pass(play, "ECHO", Caller.TCP, procedure, remoteCall(PROGRAM, 1, EchoService.ECHO, ARGUMENT));
            pass(play, "ECHO", LOCAL, procedure, remoteCall(PROGRAM, 1, EchoService.ECHO, ARGUMENT));
        }
        return play.cleanUp(PROGRAM, 1).end();
    }

    private static Scenario notFound() {
        Play play = new Play("remote calls on, of what is not there");
        register(play);
        for (PassingOn procedure : PROCEDURES) {
            for (Caller caller : List.of(Caller.UDP, Caller.UDP6)) {
                pass(
                        play,
                        "another version",
                        caller,
                        procedure,
                        remoteCall(PROGRAM, 2, EchoService.NULL, Opaque.EMPTY));
                pass(
                        play,
                        "not registered",
                        caller,
                        procedure,
                        remoteCall(PROGRAM + 1, 1, EchoService.NULL, Opaque.EMPTY));
                pass(play, "garbage", caller, procedure, Opaque.ofHex("20000e00"));
            }
        }
        return play.cleanUp(PROGRAM, 1).end();
    }

    private static Scenario sizes() {
        Play play = new Play("remote calls on, sizes");
        register(play);
        for (PassingOn procedure : PROCEDURES) {
            for (int length : List.of(4, 5, 400, 8000)) {
                Opaque argument = Opaque.of(new byte[length]);
                String name = "ECHO of %d bytes".formatted(length);
                pass(play, name, Caller.UDP, procedure, remoteCall(PROGRAM, 1, EchoService.ECHO, argument));
                answered(play, Caller.UDP, procedure, argument);
            }
        }
        return play.cleanUp(PROGRAM, 1).end();
    }
}
