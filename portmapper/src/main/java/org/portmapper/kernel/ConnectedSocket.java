package org.portmapper.kernel;

/** What is at one end of a TCP connection, as {@link SocketTable#connected} found it. */
public sealed interface ConnectedSocket {

    /** An established socket that a process holds. */
    record Found(InetSocket socket) implements ConnectedSocket {}

    /** Nothing that would prove whose the connection is. */
    record Absent(Reason reason) implements ConnectedSocket {}

    /** Why there is no such socket. */
    enum Reason {
        NO_SOCKET("no such socket in this network namespace"),
        ANOTHER_LISTENS("no such socket in this network namespace, another one listens at its port"),
        NOT_ESTABLISHED("its socket is closed or closing"),
        NOT_HELD("no process holds its socket");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** For the log. */
        @Override
        public String toString() {
            return text;
        }
    }
}
