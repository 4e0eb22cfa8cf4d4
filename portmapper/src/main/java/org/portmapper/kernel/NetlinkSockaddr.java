package org.portmapper.kernel;

import java.lang.foreign.Arena;

/**
 * {@code struct sockaddr_nl}, netlink(7).
 *
 * @param groups to subscribe to, as a mask; without any it is the kernel's address
 */
record NetlinkSockaddr(int groups) {

    static final NetlinkSockaddr KERNEL = new NetlinkSockaddr(0);

    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int BYTES = 12;
    private static final int GROUPS = 8;

    /** A socket of sock_diag(7), bound and connected to nothing. */
    static Descriptor newSocket() throws ErrnoException {
        return Descriptor.socket(AddressFamily.AF_NETLINK, SocketType.DATAGRAM, NETLINK_SOCK_DIAG);
    }

    /** Calls bind or connect with this address. */
    void pass(Syscall call, Descriptor descriptor, String attempt) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory sockaddr = NativeMemory.in(arena, BYTES);
            sockaddr.bytes().putShort(0, (short) AddressFamily.AF_NETLINK);
            sockaddr.bytes().putInt(GROUPS, groups);
            ErrnoException.check(call.call(descriptor.number(), sockaddr.address(0), BYTES), attempt);
        }
    }
}
