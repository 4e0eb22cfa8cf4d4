package org.portmapper.model;

import java.util.List;

/**
 * Where a service says that it is.
 *
 * @param spelled its address as the call has it
 * @param host its host in canonical spelling, or the whole of a local address; empty where the address or the netid is none
 * @param port 1 to 65,535; 0 for a local address
 */
public record Place(String netid, String spelled, String host, int port) {
    /** Where services can be. */
    public static final List<Place> VALID = List.of(
            inet("tcp", "0.0.0.0", 2049),
            inet("tcp", "0.0.0.0", 2050),
            inet("tcp", "127.0.0.1", 2051),
            inet("tcp", "10.8.0.1", 2052),
            inet("tcp", "10.9.0.1", 2053),
            inet("udp", "0.0.0.0", 2049),
            inet("udp", "0.0.0.0", 700),
            inet("udp", "127.0.0.1", 2051),
            inet("tcp6", "::", 2049),
            inet("tcp6", "::1", 2050),
            new Place("tcp6", "0:0:0:0:0:0:0:0.8.1", "::", 2049),
            inet("udp6", "::", 2049),
            new Place("local", "/run/one", "/run/one", 0),
            new Place("local", "@two", "@two", 0),
            new Place("unix", "/run/one", "/run/one", 0));

    /** What is no place, and must be refused. */
    static final List<Place> INVALID = List.of(
            none("tcp", "nodots"),
            none("tcp", "0.0.0.0.0.0"),
            none("tcp", "0.0.0.0.256.1"),
            none("tcp", "224.0.0.1.8.1"),
            none("tcp", "::.8.1"),
            none("udp6", "0.0.0.0.8.1"),
            none("local", "relative"),
            none("local", ""),
            none("bogus", "0.0.0.0.8.1"),
            none("", "0.0.0.0.8.1"));

    /** An IP address. */
    static Place inet(String netid, String host, int port) {
        return new Place(netid, host + "." + port / 256 + "." + port % 256, host, port);
    }

    private static Place none(String netid, String spelled) {
        return new Place(netid, spelled, "", 0);
    }

    boolean isValid() {
        return !host.isEmpty();
    }

    /** Whether it is a local socket. */
    public boolean isLocal() {
        return netid.equals("local") || netid.equals("unix");
    }

    /** The address in canonical spelling. */
    String address() {
        return at(host);
    }

    /** The same port at another host. */
    String at(String otherHost) {
        return isLocal() ? host : otherHost + "." + port / 256 + "." + port % 256;
    }

    /** Whether it is bound to all addresses. */
    boolean isWildcard() {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    boolean isLoopback() {
        return host.equals("127.0.0.1") || host.equals("::1");
    }

    /** The transport and the address: one socket at most is there. */
    public String key() {
        return netid + " " + address();
    }
}
