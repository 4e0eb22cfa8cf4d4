package org.portmapper.server;

import java.time.Duration;

/** What one peer, and all peers together, can take from the daemon. */
final class Limits {
    /** Bytes of a record that comes in: the longest call of RFC 1833 with a forwarded call in it, as over UDP. */
    static final int RECORD = 65_536;

    /** Bytes of a fragment that goes out: all replies but long lists, which are sent piece by piece, fit into one. */
    static final int FRAGMENT = 1 << 20;

    /** Bytes of a reply over UDP: what libtirpc's clients make room for. Longer ones have to be asked for over TCP. */
    static final int UDP_REPLY = 9_000;

    /** Bytes taken from a stream before the other sockets have their turn: some 300 calls. */
    static final int READ = 16_384;

    /** Writes in a row to a peer that sends no more: until the kernel takes none, and never more than some 30 ms. */
    static final int LAST_WRITES = 1_024;

    /** Bytes waiting to be sent to one peer; above it no more of its calls are taken until it has read. */
    static final int UNSENT = 65_536;

    /** Calls of one connection whose answers come later; above it no more are taken. As many share one write to the disk. */
    static final int UNANSWERED = 128;

    /**
     * Bytes that all TCP connections together, and all local ones, may have held for them: calls that are half-sent or wait their
     * turn, and replies that are not read. Of some two hundred peers that read nothing all that waits for one, and a fifth of the heap.
     */
    static final long HELD = 24 << 20;

    /** Batches of datagrams taken from one socket before the others have their turn. */
    static final int BATCHES_IN_A_ROW = 4;

    /** Connections over local sockets at once. Idle ones are never closed: the kernel keeps one for its whole life. */
    static final int LOCAL_CONNECTIONS = 10_000;

    /**
     * Of the connections that one source may have, this part of 127.0.0.1's and ::1's is counted as one source whoever they belong to: to
     * ask the kernel would be a third of the cost of a connection with one call.
     */
    static final int PART_NOT_ASKED = 8;

    /** Local connections that root and the kernel can have beside them, if all others have taken those. */
    static final int SUPERUSER_CONNECTIONS = 1_000;

    /** How long a record may stand half-sent without a further byte: no network keeps a segment for that long. */
    static final Duration HALF_SENT_RECORD = Duration.ofSeconds(30);

    /** How often a warning that others can cause at will is written: each is a line on the disk. */
    static final Duration WARNING_PAUSE = Duration.ofMinutes(1);

    /** How long a peer may leave a reply unread: a lookup that old helps nobody. */
    static final Duration UNREAD_REPLY = Duration.ofSeconds(60);

    /** How long accepting rests when descriptors have run out, so as not to ask in vain without end. */
    static final Duration ACCEPT_PAUSE = Duration.ofSeconds(1);

    /** How long a forwarded call waits for its service: broadcasting clients give up sooner. */
    static final Duration FORWARDED_CALL = Duration.ofSeconds(10);

    /** How long a stop waits for the first call of connections that were just accepted: on one host it is there by then. */
    static final Duration LAST_CALLS = Duration.ofMillis(200);

    /** How long a stop waits for files that are being read or written: the status, and all control groups of the host. */
    static final Duration LAST_FILES = Duration.ofSeconds(2);

    /** How often a free port is looked for that UDP and TCP both have, on each address. */
    static final int FREE_PORT_ATTEMPTS = 32;

    /**
     * Bytes of a reply over UDP to another host, half again as many as the call had: every answer of RFC 1833 but the three lists
     * fits, and whoever has them sent to a third host gains nothing worth the effort.
     */
    static int longestReply(int call) {
        return call * 3 / 2;
    }

    private Limits() {}
}
