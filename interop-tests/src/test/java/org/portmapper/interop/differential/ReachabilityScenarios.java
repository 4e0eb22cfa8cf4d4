package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Caller.LOCAL;
import static org.portmapper.interop.differential.Messages.call;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.RpcbEntry;

/** Which address GETADDR answers on a host that has several, to whom, and with which hint. */
final class ReachabilityScenarios {
    private static final long PROGRAM = 0x2000_0a00L;
    /** 15.161 in universal addresses. */
    private static final int PORT = 4001;

    private static final List<String> IPV4_HOSTS =
            List.of("0.0.0.0", "127.0.0.1", "10.9.0.1", "10.9.0.9", "10.8.0.1", "192.0.2.1");
    private static final List<String> IPV6_HOSTS = List.of("::", "::1", "fd00:9::1", "fd00:8::1", "2001:db8::42");

    private ReachabilityScenarios() {}

    static List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (Caller caller : Caller.knownToRpcbind()) {
            if (caller.port() == Caller.Port.HIGH) {
                scenarios.add(hints(caller));
            }
        }
        scenarios.add(localSocket());
        return scenarios;
    }

    private static Scenario hints(Caller caller) {
        boolean ipv6 = caller.netid().family() == Netid.Family.INET6;
        Netid transport = caller.netid();
        String netid = caller.netid().text();
        Play play = new Play("GETADDR by " + caller.title());
        for (String host : ipv6 ? IPV6_HOSTS : IPV4_HOSTS) {
            InetAddress registered = AddressText.parse(host).orElseThrow();
            play.call("SET of " + host, LOCAL, call(4, 1, rpcb(PROGRAM, 1, netid, host + ".15.161")));
            for (String hint : ipv6 ? ipv6Hints() : ipv4Hints()) {
                String name = "GETADDR of %s with hint '%s'".formatted(host, hint);
                ReachableHost expected = ReachableHost.of(registered, hint, caller);
                play.call(name, caller, call(4, 3, rpcb(PROGRAM, 1, netid, hint)));
                play.oursByRule(expected.id(), Replies.string(expected.address(PORT)));
            }
            ReachableHost expected = ReachableHost.of(registered, "", caller);
            play.call("GETADDRLIST of " + host, caller, call(4, 11, rpcb(PROGRAM, 1, netid, "")));
            play.oursByRule(expected.id(), Replies.addresses(expected.entries(transport, PORT)));
            play.call("GETVERSADDR of " + host, caller, call(4, 9, rpcb(PROGRAM, 1, netid, "")));
            play.oursByRule(expected.id(), Replies.string(expected.address(PORT)));
            play.call("GETPORT of " + host, caller, call(2, 3, mapping(PROGRAM, 1, transport.protocol(), 0)));
            boolean offered = transport.hasMapping() && ReachableHost.isOfferedAsPort(registered, caller);
            play.oursByRule("D20", Replies.port(offered ? PORT : 0)).cleanUp(PROGRAM, 1);
        }
        return play.end();
    }

    private static List<String> ipv4Hints() {
        return List.of(
                "",
                "10.9.0.1.0.111",
                "10.9.0.9.0.111",
                "10.8.0.1.77.77",
                "127.0.0.1.0.111",
                "0.0.0.0.0.111",
                "203.0.113.5.0.111",
                "224.0.0.1.0.111",
                "255.255.255.255.0.111",
                "::1.0.111",
                "10.9.0.1",
                "junk");
    }

    private static List<String> ipv6Hints() {
        return List.of(
                "",
                "fd00:9::1.0.111",
                "fd00:8::1.0.111",
                "::1.0.111",
                "::.0.111",
                "2001:db8::5.0.111",
                "ff02::1.0.111",
                "junk");
    }

    private static Scenario localSocket() {
        Play play = new Play("GETADDR over the local socket");
        for (String address : List.of("/run/service.sock", "/run/v4.15.161")) {
            play.call("SET", LOCAL, call(4, 1, rpcb(PROGRAM + 1, 1, "local", address)));
            for (String hint : List.of("", "/run/rpcbind.sock", "127.0.0.1.0.111", "junk")) {
                play.call(
                        "GETADDR with hint '%s'".formatted(hint),
                        LOCAL,
                        call(4, 3, rpcb(PROGRAM + 1, 1, "local", hint)));
            }
            play.call("GETADDRLIST", LOCAL, call(4, 11, rpcb(PROGRAM + 1, 1, "local", "")));
            play.ours("D22", Replies.addresses(List.of(new RpcbEntry(address, "local", 3, "loopback", "-"))));
            play.cleanUp(PROGRAM + 1, 1);
        }
        return play.end();
    }
}
