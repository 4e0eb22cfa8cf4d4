package org.portmapper.interop.differential;

import static org.portmapper.interop.differential.Arguments.mapping;
import static org.portmapper.interop.differential.Arguments.rpcb;
import static org.portmapper.interop.differential.Messages.call;

import java.util.List;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.Opaque;

/** Netids and universal addresses of SET, well-formed and not, and what is seen of them afterwards: RFC 5665 section 5.2.3. */
final class AddressScenarios {
    private static final long PROGRAM = 0x2000_0700L;
    private static final Opaque NO_ADDRESSES = Replies.addresses(List.of());

    private AddressScenarios() {}

    static List<Scenario> scenarios() {
        return List.of(
                unknownNetids(),
                unix(),
                addresses(Caller.TCP, RegisteredAddress.IPV4),
                addresses(Caller.UDP, RegisteredAddress.IPV4),
                addresses(Caller.TCP6, RegisteredAddress.IPV6),
                addresses(Caller.UDP6, RegisteredAddress.IPV6),
                addresses(Caller.LOCAL, RegisteredAddress.LOCAL),
                sameByValue());
    }

    private static Scenario unknownNetids() {
        Play play = new Play("unknown netids");
        List<String> netids =
                List.of("", "bogus", "ticlts", "ticots", "rawip", "TCP", "Udp", "tcp4", "udp 6", "sctp", "UNIX");
        for (String netid : netids) {
            Opaque arguments = rpcb(PROGRAM, 1, netid, "0.0.0.0.15.161");
            play.call("SET of '%s'".formatted(netid), Caller.TCP, call(4, 1, arguments));
            play.ours("D10", Replies.bool(false));
            play.bindings(Caller.TCP).ours("D10", Replies.bindings());
            play.call("GETADDR", Caller.TCP, call(4, 3, arguments)).oursByRule("D10", Replies.string(""));
            play.call("GETPORT", Caller.TCP, call(2, 3, mapping(PROGRAM, 1, Arguments.TCP, 0)));
            play.call("GETADDRLIST", Caller.TCP, call(4, 11, arguments)).ours("D10", NO_ADDRESSES);
            play.call("UNSET of '%s'".formatted(netid), Caller.TCP, call(4, 2, arguments));
            play.bindings(Caller.TCP).cleanUp(PROGRAM, 1);
        }
        return play.end();
    }

    private static Scenario unix() {
        Play play = new Play("netid unix");
        Opaque arguments = rpcb(PROGRAM + 1, 1, "unix", "/run/service.sock");
        for (Caller caller : List.of(Caller.UDP, Caller.LOCAL_NOBODY)) {
            play.call("SET", caller, call(4, 1, arguments)).bindings(caller);
            play.call("GETADDR", Caller.LOCAL, call(4, 3, arguments));
            play.call("UNSET", caller, call(4, 2, arguments)).bindings(caller);
        }
        return play.end();
    }

    private static Scenario addresses(Caller caller, List<RegisteredAddress> addresses) {
        String netid = caller.netid().text();
        Play play = new Play("addresses of " + netid);
        for (RegisteredAddress address : addresses) {
            play.call(
                    "SET of '%s'".formatted(address.text()),
                    caller,
                    call(4, 1, rpcb(PROGRAM + 2, 1, netid, address.text())));
            play.oursByRule(address.reason(), Replies.bool(!address.isRefused()));
            play.bindings(caller).oursByRule(address.reason(), listed(caller, address));
            lookUps(play, caller, address);
            play.cleanUp(PROGRAM + 2, 1);
        }
        return play.end();
    }

    private static Opaque listed(Caller caller, RegisteredAddress address) {
        String owner = caller == Caller.LOCAL ? "superuser" : "unknown";
        return address.isRefused()
                ? Replies.bindings()
                : Replies.bindings(new Rpcb(PROGRAM + 2, 1, caller.netid().text(), address.listed(), owner));
    }

    private static void lookUps(Play play, Caller caller, RegisteredAddress address) {
        String netid = caller.netid().text();
        play.call("GETADDR", caller, call(4, 3, rpcb(PROGRAM + 2, 1, netid, "")));
        play.oursByRule(difference(address, "D18"), Replies.string(address(caller, address)));
        play.call("GETPORT", caller, call(2, 3, mapping(PROGRAM + 2, 1, Arguments.TCP, 0)));
        play.oursByRule(difference(address, "D20"), Replies.port(port(caller, address)));
        play.call("GETADDRLIST", caller, call(4, 11, rpcb(PROGRAM + 2, 1, netid, "")));
        String id = caller == Caller.LOCAL ? "D22" : "D18";
        play.oursByRule(difference(address, id), Replies.addresses(entries(caller, address)));
    }

    private static String difference(RegisteredAddress address, String otherwise) {
        return address.isRefused() ? address.reason() : otherwise;
    }

    private static String address(Caller caller, RegisteredAddress address) {
        if (address.isRefused() || caller == Caller.LOCAL) {
            return address.listed();
        }
        UniversalAddress.Inet inet = inet(address);
        return ReachableHost.of(inet.host(), "", caller).address(inet.port());
    }

    private static long port(Caller caller, RegisteredAddress address) {
        boolean offered = caller.netid() == Netid.TCP
                && !address.isRefused()
                && ReachableHost.isOfferedAsPort(inet(address).host(), caller);
        return offered ? inet(address).port() : 0;
    }

    private static List<RpcbEntry> entries(Caller caller, RegisteredAddress address) {
        Netid netid = caller.netid();
        String text = address(caller, address);
        return text.isEmpty()
                ? List.of()
                : List.of(new RpcbEntry(
                        text,
                        netid.text(),
                        netid.semantics().number(),
                        netid.family().text(),
                        netid.protocolName()));
    }

    private static UniversalAddress.Inet inet(RegisteredAddress address) {
        return UniversalAddress.parseInet(address.listed()).orElseThrow();
    }

    private static Scenario sameByValue() {
        Play play = new Play("the same address in another spelling");
        String spelled = "0:0:0:0:0:0:0:0.15.161";
        play.call("SET of '::'", Caller.TCP6, call(4, 1, rpcb(PROGRAM + 3, 1, "tcp6", "::.15.161")));
        play.call("SET of '0:0:0:0:0:0:0:0'", Caller.TCP6, call(4, 1, rpcb(PROGRAM + 3, 1, "tcp6", spelled)));
        play.ours("D13", Replies.bool(true));
        play.call("SET of '::' again", Caller.TCP6, call(4, 1, rpcb(PROGRAM + 3, 1, "tcp6", "::.15.161")));
        play.call("SET of 'fd00:9::1'", Caller.TCP6, call(4, 1, rpcb(PROGRAM + 3, 2, "tcp6", "fd00:9::1.15.161")));
        play.call("SET of 'FD00:9::1'", Caller.TCP6, call(4, 1, rpcb(PROGRAM + 3, 2, "tcp6", "FD00:9::1.15.161")));
        play.ours("D13", Replies.bool(true));
        return play.bindings(Caller.TCP6).cleanUp(PROGRAM + 3, 1, 2).end();
    }
}
