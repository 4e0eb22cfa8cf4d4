package org.portmapper.model;

import java.util.List;
import java.util.Optional;

/** What the model answers to look-ups: the procedures of RFC 1833 sections 2.2.1 and 3.2 that change nothing. */
final class Answers {
    private final Model model;

    Answers(Model model) {
        this.model = model;
    }

    Object to(Step.LookUp lookUp) {
        return switch (lookUp.way()) {
            case TCP_PORT -> getPort(lookUp.who(), lookUp.program(), lookUp.version(), "tcp");
            case UDP_PORT -> getPort(lookUp.who(), lookUp.program(), lookUp.version(), "udp");
            case ADDRESS -> getAddr(lookUp.who(), lookUp.program(), lookUp.version());
            case ADDRESS_OF_VERSION -> getVersAddr(lookUp.who(), lookUp.program(), lookUp.version());
            case ADDRESSES -> getAddrList(lookUp.who(), lookUp.program(), lookUp.version());
        };
    }

    /** GETPORT: 0 where nothing is found. */
    private long getPort(Who who, long program, long version, String netid) {
        return model.lookUp(
                        program,
                        version,
                        entry -> entry.place().netid().equals(netid) && triesTheRightHost(who, entry.place()))
                .map(entry -> entry.place().port())
                .orElse(0);
    }

    /** Who gets a port tries it where he asked; over the local socket he is on this host and finds it. */
    private static boolean triesTheRightHost(Who who, Place place) {
        if (who.isLocal() || place.isWildcard()) {
            return true;
        }
        if (place.isLoopback()) {
            return who.asksLoopback();
        }
        return who.asksIpv6() || place.host().equals(who.asked());
    }

    /** GETADDR: the netid is that of the call's own transport. */
    private String getAddr(Who who, long program, long version) {
        return model.lookUp(
                        program,
                        version,
                        entry ->
                                isOfTransport(who, entry) && address(who, entry).isPresent())
                .flatMap(entry -> address(who, entry))
                .orElse("");
    }

    /** GETVERSADDR: no other version will do. */
    private String getVersAddr(Who who, long program, long version) {
        return model
                .ofVersion(
                        program,
                        version,
                        entry ->
                                isOfTransport(who, entry) && address(who, entry).isPresent())
                .stream()
                .findFirst()
                .flatMap(entry -> address(who, entry))
                .orElse("");
    }

    /** GETADDRLIST: every transport of the family in which he calls. */
    private List<String> getAddrList(Who who, long program, long version) {
        return model
                .ofVersion(
                        program,
                        version,
                        entry -> family(entry.place().netid()).equals(family(who.netid()))
                                && address(who, entry).isPresent())
                .stream()
                .map(entry -> entry.place().netid() + " " + address(who, entry).orElseThrow())
                .toList();
    }

    /** DUMP of versions 3 and 4. */
    List<String> list() {
        return model.list().stream().map(Answers::line).toList();
    }

    private static String line(Model.Entry entry) {
        return entry.program() + " " + entry.version() + " " + entry.place().key() + " " + entry.owner();
    }

    /** DUMP of version 2, which knows udp and tcp over IPv4. */
    List<String> mappings() {
        return model.list().stream()
                .filter(entry -> List.of("udp", "tcp").contains(entry.place().netid()))
                .map(entry -> entry.program() + " " + entry.version() + " "
                        + entry.place().netid() + " " + entry.place().port())
                .toList();
    }

    private static boolean isOfTransport(Who who, Model.Entry entry) {
        return entry.place().netid().equals(who.netid());
    }

    /** Where he reaches it: a wildcard where he reached us; what is on loopback is nobody's elsewhere. */
    private static Optional<String> address(Who who, Model.Entry entry) {
        Place place = entry.place();
        if (place.isWildcard()) {
            return Optional.of(place.at(who.asked()));
        }
        return place.isLoopback() && !who.asksLoopback() ? Optional.empty() : Optional.of(place.address());
    }

    private static String family(String netid) {
        return switch (netid) {
            case "udp", "tcp" -> "inet";
            case "udp6", "tcp6" -> "inet6";
            default -> "loopback";
        };
    }
}
