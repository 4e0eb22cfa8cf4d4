package org.portmapper.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody who calls.
 *
 * @param uid who he is proven to be; {@link #UNPROVEN} or {@link #ELSEWHERE} where nothing is proven
 * @param proof how
 * @param netid the transport of his calls
 * @param asked our address that he calls; empty over the local socket
 */
public record Who(String name, long uid, How proof, String netid, String asked) {
    /** On this host, and nothing is proven about him. */
    static final long UNPROVEN = -1;

    /** On another host. */
    static final long ELSEWHERE = -2;

    /** How somebody is proven to be a user. */
    public enum How {
        /** By the credentials of a local socket. */
        LOCAL_SOCKET,
        /** By the mark in his datagram. */
        MARK,
        /** By the owner of the one socket from which his datagram can have come. */
        TABLE,
        /** By nothing. */
        NOT
    }

    /** The superuser over the local socket. */
    static final Who ROOT = new Who("root", 0, How.LOCAL_SOCKET, "local", "");

    /** Everybody. */
    public static final List<Who> ALL = List.of(
            ROOT,
            new Who("user 1", 1, How.LOCAL_SOCKET, "local", ""),
            new Who("user 65534", 65534, How.LOCAL_SOCKET, "local", ""),
            new Who("root by datagram", 0, How.MARK, "udp", "127.0.0.1"),
            new Who("user 1 by datagram", 1, How.MARK, "udp", "127.0.0.1"),
            new Who("user 1 by the table", 1, How.TABLE, "udp", "127.0.0.1"),
            new Who("root by the table", 0, How.TABLE, "udp", "127.0.0.1"),
            new Who("somebody over udp", UNPROVEN, How.NOT, "udp", "127.0.0.1"),
            new Who("somebody over tcp", UNPROVEN, How.NOT, "tcp", "127.0.0.1"),
            new Who("somebody over tcp6", UNPROVEN, How.NOT, "tcp6", "::1"),
            new Who("a stranger over udp", ELSEWHERE, How.NOT, "udp", "10.8.0.1"),
            new Who("a stranger over tcp", ELSEWHERE, How.NOT, "tcp", "10.8.0.1"),
            new Who("a stranger over udp6", ELSEWHERE, How.NOT, "udp6", "fd00::1"));

    /** Those who can register something where a policy is enforced. */
    static final List<Who> USERS = ALL.subList(0, 5);

    /** One for each way in which answers to look-ups can differ. */
    static final List<Who> LOOKING =
            Stream.concat(Stream.of(ROOT), ALL.stream().skip(7)).toList();

    boolean isUser() {
        return uid >= 0;
    }

    boolean isRoot() {
        return uid == 0;
    }

    boolean isElsewhere() {
        return uid == ELSEWHERE;
    }

    boolean isLocal() {
        return asked.isEmpty();
    }

    boolean asksLoopback() {
        return asked.equals("127.0.0.1") || asked.equals("::1");
    }

    boolean asksIpv6() {
        return asked.contains(":");
    }

    /** As whom he owns what he registers. */
    String owner() {
        return isRoot() ? "superuser" : isUser() ? Long.toString(uid) : "unknown";
    }

    @Override
    public String toString() {
        return name;
    }
}
