package org.portmapper.cli;

import java.net.Inet6Address;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** Where a version of a program is said to be, as it came from the wire. */
record ServiceAddress(long program, long version, String netid, String address) {
    /** The address where it is an IPv4 or IPv6 one. */
    Optional<UniversalAddress.Inet> inet() {
        return Netid.of(netid)
                .filter(known -> known.family() != Netid.Family.LOOPBACK)
                .flatMap(known -> UniversalAddress.parse(known.family(), address))
                .map(UniversalAddress.Inet.class::cast);
    }

    /** The address as people write it, {@code 127.0.0.1:2049}; as it came where it is none of IP. */
    String shown() {
        return inet().map(ServiceAddress::shown).orElse(address);
    }

    private static String shown(UniversalAddress.Inet inet) {
        String host = AddressText.of(inet.host());
        return (inet.host() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + inet.port();
    }

    /** What JSON says of it, in this order. */
    Map<String, Object> members(ProgramNames names) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("program", program);
        members.put("name", names.name(program));
        members.put("version", version);
        members.put("netid", netid);
        members.put("address", address);
        members.put("host", inet().map(inet -> AddressText.of(inet.host())));
        members.put("port", inet().map(UniversalAddress.Inet::port));
        return members;
    }
}
