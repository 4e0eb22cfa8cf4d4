package org.portmapper.interop.differential;

/**
 * A caller who registers, with what the kernel can prove about it.
 *
 * @param proven whose word it is: root's where it calls over the local socket or from a reserved port, nobody's, or unproven
 */
record Registrant(Caller caller, Proven proven) {
    /** Who a caller is to ours. */
    enum Proven {
        ROOT("superuser", 4001),
        NOBODY("65534", 4002),
        /** On this host, but it can be anybody: root's sockets are forwarders' too. */
        UNPROVEN("unknown", 4001),
        /** On another host, as far as its address says. */
        ELSEWHERE("unknown", 4001);

        private final String owner;
        private final int port;

        Proven(String owner, int port) {
            this.owner = owner;
            this.port = port;
        }

        /** How ours lists what it registers. */
        String owner() {
            return owner;
        }

        /** Where differential.sh has sockets of it, of all netids. */
        int port() {
            return port;
        }
    }

    static Registrant of(Caller caller) {
        if (caller.isNobody()) {
            return new Registrant(caller, Proven.NOBODY);
        }
        boolean loopback =
                caller.source().equals(Caller.Host.LOOPBACK) || caller.source().equals(Caller.Host.LOOPBACK6);
        return switch (caller.port()) {
            case NONE -> new Registrant(caller, Proven.ROOT);
            case RESERVED -> new Registrant(caller, loopback ? Proven.ROOT : Proven.ELSEWHERE);
            case HIGH, SERVICE -> new Registrant(caller, loopback ? Proven.UNPROVEN : Proven.ELSEWHERE);
        };
    }

    /** The address of a socket of its own that every host can reach. */
    String tcpAddress() {
        return tcpAddress(proven.port());
    }

    static String tcpAddress(int port) {
        return "0.0.0.0.%d.%d".formatted(port / 256, port % 256);
    }
}
