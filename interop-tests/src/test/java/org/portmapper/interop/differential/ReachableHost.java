package org.portmapper.interop.differential;

import java.net.InetAddress;
import java.util.List;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/**
 * The host that ours answers when a service is looked up, and the entry of the differences that says why.
 *
 * @param host empty where the service is not offered to the caller
 */
record ReachableHost(String id, String host) {

    /** The rule of RFC 1833 section 2.2.1 (RPCBPROC_GETADDR), as we read it. */
    static ReachableHost of(InetAddress registered, String hint, Caller caller) {
        boolean fromHere = address(caller.destination()).isLoopbackAddress();
        if (registered.isLoopbackAddress() && !fromHere) {
            return new ReachableHost("D19", "");
        }
        if (!registered.isAnyLocalAddress()) {
            return new ReachableHost("D18", AddressText.of(registered));
        }
        String host = UniversalAddress.parse(caller.netid().family(), hint)
                .map(address -> ((UniversalAddress.Inet) address).host())
                .filter(hinted -> isUsable(hinted, caller))
                .map(AddressText::of)
                .orElse(caller.destination());
        return new ReachableHost("D17", host);
    }

    /** Whether the caller can have reached us by it: some clients send their own address instead. */
    private static boolean isUsable(InetAddress hint, Caller caller) {
        boolean fromHere = address(caller.destination()).isLoopbackAddress();
        boolean callers = hint.equals(address(caller.source())) && !hint.equals(address(caller.destination()));
        return !hint.isAnyLocalAddress()
                && !hint.isMulticastAddress()
                && !AddressText.of(hint).equals("255.255.255.255")
                && !(hint.isLoopbackAddress() && !fromHere)
                && !callers;
    }

    /** Whether version 2, which has ports but no addresses, offers the service: the caller will try where it asked. */
    static boolean isOfferedAsPort(InetAddress registered, Caller caller) {
        InetAddress asked = address(caller.destination());
        return registered.isAnyLocalAddress()
                || (registered.isLoopbackAddress() && asked.isLoopbackAddress())
                || registered.equals(asked);
    }

    /** The answer to GETADDR. */
    String address(int port) {
        return host.isEmpty() ? "" : host + "." + port / 256 + "." + port % 256;
    }

    /** The answer to GETADDRLIST where the service has one binding. */
    List<RpcbEntry> entries(Netid netid, int port) {
        return host.isEmpty()
                ? List.of()
                : List.of(new RpcbEntry(
                        address(port),
                        netid.text(),
                        netid.semantics().number(),
                        netid.family().text(),
                        netid.protocolName()));
    }

    private static InetAddress address(String text) {
        return AddressText.parse(text).orElseThrow();
    }
}
