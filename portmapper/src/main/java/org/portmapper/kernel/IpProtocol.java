package org.portmapper.kernel;

/** The two protocols whose ports the daemon listens on. */
public enum IpProtocol {
    TCP("tcp"),
    UDP("udp");

    private final String table;

    IpProtocol(String table) {
        this.table = table;
    }

    /** The name of its socket table below /proc/net. */
    String table() {
        return table;
    }
}
