package org.portmapper.kernel;

/** What a socket carries, socket(2). */
public enum SocketType {
    STREAM(1),
    DATAGRAM(2),
    /** Raw, sequential packets and others, which RPC does not use. */
    OTHER(0);

    private final int number;

    SocketType(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static SocketType of(int number) {
        return switch (number) {
            case 1 -> STREAM;
            case 2 -> DATAGRAM;
            default -> OTHER;
        };
    }
}
