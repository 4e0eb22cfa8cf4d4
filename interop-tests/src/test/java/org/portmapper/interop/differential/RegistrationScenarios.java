package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Caller.LOCAL;
import static org.portmapper.interop.differential.Caller.TCP;
import static org.portmapper.interop.differential.Caller.UDP;
import static org.portmapper.interop.differential.Messages.call;

import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.xdr.Opaque;

/** SET: what is registered by it, once and again, and what the other versions see of it. */
final class RegistrationScenarios {
    private static final long PROGRAM = 0x2000_0500L;
    private static final long NUMBERS_PROGRAM = 0x2000_0510L;

    private RegistrationScenarios() {}

    static List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (Caller caller : List.of(UDP, TCP, Caller.UDP6, Caller.TCP6, LOCAL, Caller.LOCAL_NOBODY)) {
            scenarios.add(twice(caller));
        }
        scenarios.add(views());
        scenarios.add(protocols());
        scenarios.add(ports());
        scenarios.add(numbers());
        scenarios.add(ownerIsNotBelieved());
        scenarios.add(portmapperItself());
        return scenarios;
    }

    private static Scenario twice(Caller caller) {
        Play play = new Play("SET twice by " + caller.title());
        play.call("v2 SET", caller, call(2, 1, mapping(PROGRAM, 1, Arguments.UDP, 4001)));
        play.call("v2 SET again", caller, call(2, 1, mapping(PROGRAM, 1, Arguments.UDP, 4001)));
        play.call("v2 SET of another port", caller, call(2, 1, mapping(PROGRAM, 1, Arguments.UDP, 4002)));
        play.call("v3 SET of the same", caller, call(3, 1, rpcb(PROGRAM, 1, "udp", "0.0.0.0.15.161")));
        play.call("v4 SET of another host", caller, call(4, 1, rpcb(PROGRAM, 1, "udp", "127.0.0.1.15.161")));
        play.call("v4 SET of another netid", caller, call(4, 1, rpcb(PROGRAM, 1, "tcp", "127.0.0.1.15.161")));
        play.call("v4 SET again", caller, call(4, 1, rpcb(PROGRAM, 1, "tcp", "127.0.0.1.15.161")));
        play.call("v2 SET of the same port, any host", caller, call(2, 1, mapping(PROGRAM, 1, Arguments.TCP, 4001)));
        play.call("v3 SET of tcp6", caller, call(3, 1, rpcb(PROGRAM, 1, "tcp6", "::1.15.161")));
        play.call("v3 SET of udp6", caller, call(3, 1, rpcb(PROGRAM, 1, "udp6", "::.15.161")));
        play.call("v3 SET of local", caller, call(3, 1, rpcb(PROGRAM, 1, "local", "/run/service.sock")));
        play.call("v3 SET of another version", caller, call(3, 1, rpcb(PROGRAM, 2, "tcp", "0.0.0.0.15.162")));
        play.call("v2 DUMP", caller, call(2, 4, Opaque.EMPTY));
        play.call("v3 DUMP", caller, call(3, 4, Opaque.EMPTY));
        play.call("v4 DUMP", caller, call(4, 4, Opaque.EMPTY));
        play.call("v2 UNSET", caller, call(2, 2, mapping(PROGRAM, 1, 0, 0)));
        play.call("v4 DUMP", caller, call(4, 4, Opaque.EMPTY));
        play.call("v3 UNSET everywhere", caller, call(3, 2, rpcb(PROGRAM, 1, "", "")));
        play.call("v2 DUMP", caller, call(2, 4, Opaque.EMPTY));
        play.call("v4 DUMP", caller, call(4, 4, Opaque.EMPTY));
        return play.cleanUp(PROGRAM, 1, 2).end();
    }

    private static Scenario views() {
        Play play = new Play("what each version sees");
        List<String> netids = List.of("udp", "tcp", "udp6", "tcp6", "local");
        for (String netid : netids) {
            String address = netid.endsWith("6") ? "::.15.161" : netid.equals("local") ? "/run/a" : "0.0.0.0.15.161";
            play.call("v4 SET of " + netid, LOCAL, call(4, 1, rpcb(PROGRAM + 1, 1, netid, address)));
            play.call("v2 DUMP", UDP, call(2, 4, Opaque.EMPTY));
            play.call("v3 DUMP", TCP, call(3, 4, Opaque.EMPTY));
            play.call("v2 GETPORT of udp", UDP, call(2, 3, mapping(PROGRAM + 1, 1, Arguments.UDP, 0)));
            play.call("v2 GETPORT of tcp", UDP, call(2, 3, mapping(PROGRAM + 1, 1, Arguments.TCP, 0)));
            for (Caller caller : List.of(UDP, TCP, Caller.UDP6, Caller.TCP6, LOCAL)) {
                play.call("v3 GETADDR after " + netid, caller, call(3, 3, rpcb(PROGRAM + 1, 1, netid, "")));
            }
        }
        return play.cleanUp(PROGRAM + 1, 1)
                .call("v2 DUMP", UDP, call(2, 4, Opaque.EMPTY))
                .end();
    }

    private static Scenario protocols() {
        Play play = new Play("protocols of version 2");
        for (long protocol : List.of(0L, 1L, 6L, 17L, 58L, 132L, 255L, 262L, 0xffff_ffffL)) {
            play.call("SET of protocol " + protocol, UDP, call(2, 1, mapping(PROGRAM + 2, protocol, protocol, 4001)));
            play.call("GETPORT of protocol " + protocol, UDP, call(2, 3, mapping(PROGRAM + 2, protocol, protocol, 0)));
            play.call("UNSET of protocol " + protocol, UDP, call(2, 2, mapping(PROGRAM + 2, protocol, protocol, 0)));
        }
        return play.call("DUMP", UDP, call(2, 4, Opaque.EMPTY)).end();
    }

    private static Scenario ports() {
        Play play = new Play("ports of version 2");
        for (long port : List.of(0L, 1L, 255L, 256L, 65_535L, 65_536L, 70_000L, 0x7fff_ffffL, 0xffff_ffffL)) {
            boolean valid = port >= 1 && port <= 65_535;
            String address = valid ? "127.0.0.1." + port / 256 + "." + port % 256 : "";
            play.call("SET of port " + port, TCP, call(2, 1, mapping(PROGRAM + 3, 1, Arguments.TCP, port)));
            play.oursByRule("D12", Replies.bool(valid));
            play.call("GETPORT after port " + port, TCP, call(2, 3, mapping(PROGRAM + 3, 1, Arguments.TCP, 0)));
            play.oursByRule("D12", Replies.port(valid ? port : 0));
            play.call("GETADDR after port " + port, TCP, call(4, 3, rpcb(PROGRAM + 3, 1, "tcp", "")));
            play.oursByRule("D12", Replies.string(address)).cleanUp(PROGRAM + 3, 1);
        }
        return play.end();
    }

    private static Scenario numbers() {
        Play play = new Play("program and version numbers");
        for (long number : List.of(0L, 1L, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL)) {
            for (Caller caller : List.of(UDP, LOCAL)) {
                play.call("v2 SET of program " + number, caller, call(2, 1, mapping(number, 1, Arguments.UDP, 4001)));
                play.call("v2 GETPORT of program " + number, caller, call(2, 3, mapping(number, 1, Arguments.UDP, 0)));
                play.cleanUp(number, 1);
                Opaque version = rpcb(NUMBERS_PROGRAM, number, "tcp", "0.0.0.0.15.161");
                play.call("v4 SET of version " + number, caller, call(4, 1, version));
                play.call("v4 DUMP", caller, call(4, 4, Opaque.EMPTY));
                play.cleanUp(NUMBERS_PROGRAM, number);
            }
        }
        return play.end();
    }

    private static Scenario ownerIsNotBelieved() {
        Play play = new Play("owner in the call");
        long version = 0;
        for (String owner : List.of("", "0", "superuser", "unknown", "65534", "me")) {
            for (Caller caller : List.of(UDP, TCP, LOCAL, Caller.LOCAL_NOBODY)) {
                version++;
                Opaque arguments = rpcb(PROGRAM + 4, version, "tcp", "0.0.0.0.15.161", owner);
                play.call("SET with owner '%s'".formatted(owner), caller, call(4, 1, arguments));
                play.call("DUMP", caller, call(4, 4, Opaque.EMPTY));
                play.cleanUp(PROGRAM + 4, version);
            }
        }
        return play.end();
    }

    /** Nothing here removes what the subject registered of itself: its list would not be the same afterwards. */
    private static Scenario portmapperItself() {
        Play play = new Play("program 100000");
        for (Caller caller : List.of(UDP, LOCAL, Caller.LOCAL_NOBODY)) {
            own(play, "v2 SET of its own port", caller, call(2, 1, mapping(100_000, 2, Arguments.UDP, 111)));
            own(play, "v2 SET of another port", caller, call(2, 1, mapping(100_000, 2, Arguments.UDP, 4001)));
            own(play, "v4 SET of its own address", caller, call(4, 1, rpcb(100_000, 4, "tcp", "0.0.0.0.0.111")));
            own(play, "v4 SET of another version", caller, call(4, 1, rpcb(100_000, 7, "udp", "0.0.0.0.15.161")));
            own(play, "v4 SET of another netid", caller, call(4, 1, rpcb(100_000, 2, "tcp6", "::.0.111")));
            play.call("v2 GETPORT of another version", caller, call(2, 3, mapping(100_000, 9, Arguments.UDP, 0)));
            play.ours("D14", Replies.port(111));
            own(play, "v4 UNSET of an unknown version", caller, call(4, 2, rpcb(100_000, 9, "", "")));
            own(play, "take back version 7", LOCAL, call(4, 2, rpcb(100_000, 7, "", "")));
            own(play, "take back tcp6", LOCAL, call(4, 2, rpcb(100_000, 2, "tcp6", "")));
        }
        own(play, "v2 UNSET", UDP, call(2, 2, mapping(100_000, 2, 0, 0)));
        own(play, "v4 UNSET", UDP, call(4, 2, rpcb(100_000, 4, "", "")));
        own(play, "v4 UNSET", Caller.LOCAL_NOBODY, call(4, 2, rpcb(100_000, 4, "", "")));
        return play.call("DUMP", LOCAL, call(4, 4, Opaque.EMPTY)).end();
    }

    private static void own(Play play, String name, Caller caller, Opaque message) {
        play.call(name, caller, message).oursByRule("D14", Replies.bool(false));
    }
}
