package org.portmapper.identity;

/** How the kernel proved who is calling. */
public enum Proof {
    /** The credentials that it recorded when a local socket was connected: SO_PEERCRED of unix(7). */
    LOCAL_SOCKET("local socket"),
    /** The owner of the socket at the other end of a TCP connection, by sock_diag(7). */
    TCP_SOCKET("tcp socket"),
    /** The mark that a program on the loopback interface wrote into the datagram as its socket sent it. */
    UDP_MARK("udp mark"),
    /** The owner of every socket that can have sent the datagram, by sock_diag(7). */
    UDP_TABLE("udp table"),
    /** A process of the user has the registered socket open; he himself has not called. By proc_pid_fd(5). */
    OPEN_SOCKET("open socket");

    private final String text;

    Proof(String text) {
        this.text = text;
    }

    /** As it stands in logs. */
    public String text() {
        return text;
    }
}
