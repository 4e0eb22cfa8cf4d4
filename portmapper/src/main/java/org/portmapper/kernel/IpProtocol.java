package org.portmapper.kernel;

/** The two protocols whose ports the daemon listens on. */
public enum IpProtocol {
    TCP("tcp", 6),
    UDP("udp", 17);

    private final String table;
    private final int number;

    IpProtocol(String table, int number) {
        this.table = table;
        this.number = number;
    }

    /** The name of its socket table below /proc/net. */
    String table() {
        return table;
    }

    /** As IPv4 and IPv6 headers number it. */
    int number() {
        return number;
    }
}
