package org.portmapper.kernel;

import static org.portmapper.kernel.NetlinkMessage.HEADER_BYTES;

import java.nio.ByteBuffer;

/**
 * A request for local sockets, {@code struct unix_diag_req} of sock_diag(7).
 *
 * @param states which a dump gives, as a mask
 * @param inode the one socket's, unsigned 32 bits; 0 for a dump
 * @param cookie the one socket's, or {@link #ANY_COOKIE}
 * @param show which attributes to give, as a mask
 */
record UnixDiagRequest(int states, long inode, long cookie, int show) {

    static final long ANY_COOKIE = -1;

    static final int SHOW_NAME = 0x1;
    static final int SHOW_FILE = 0x2;
    static final int SHOW_PEER = 0x4;
    static final int SHOW_UID = 0x40;

    private static final int BYTES = 24;
    private static final int STATES = 4;
    private static final int INODE = 8;
    private static final int SHOW = 12;
    private static final int COOKIE = 16;

    /** @return the request's length with the header before it */
    int write(ByteBuffer memory) {
        memory.putInt(HEADER_BYTES, AddressFamily.AF_UNIX); // protocol and padding are 0
        memory.putInt(HEADER_BYTES + STATES, states);
        memory.putInt(HEADER_BYTES + INODE, (int) inode);
        memory.putInt(HEADER_BYTES + SHOW, show);
        memory.putLong(HEADER_BYTES + COOKIE, cookie);
        return HEADER_BYTES + BYTES;
    }
}
