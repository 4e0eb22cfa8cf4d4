package org.portmapper.kernel;

/** The states of a socket, numbered as the kernel does for TCP (net/tcp_states.h); the other protocols borrow some. */
public enum SocketState {
    /** Also a UDP socket that has a peer. */
    ESTABLISHED(1),
    SYN_SENT(2),
    SYN_RECV(3),
    FIN_WAIT1(4),
    FIN_WAIT2(5),
    TIME_WAIT(6),
    /** Also a UDP socket without a peer. */
    CLOSE(7),
    CLOSE_WAIT(8),
    LAST_ACK(9),
    /** Also a local socket that accepts connections. */
    LISTEN(10),
    CLOSING(11),
    NEW_SYN_RECV(12),
    BOUND_INACTIVE(13);

    private static final SocketState[] ALL = values();

    private final int number;

    SocketState(int number) {
        this.number = number;
    }

    /** As the kernel numbers it. */
    public int number() {
        return number;
    }

    /** The bit of this state in a mask of states. */
    int mask() {
        return 1 << number;
    }

    static SocketState of(int number) throws SocketTableException {
        for (SocketState state : ALL) {
            if (state.number == number) {
                return state;
            }
        }
        throw new SocketTableException("state of a socket: " + number + " (expected: 1 to " + ALL.length + ")");
    }
}
