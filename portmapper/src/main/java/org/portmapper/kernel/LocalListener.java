package org.portmapper.kernel;

import java.util.OptionalLong;

/**
 * A local socket of this network namespace that accepts connections, unix(7).
 *
 * @param uid of the user who created it, unsigned 32 bits, or the overflow uid 65534 for one that this user namespace does
 *     not map; empty before Linux 5.3
 * @param inode as in the link {@code socket:[inode]} of proc_pid_fd(5), never 0
 * @param cookie no other socket of the host gets the same one while the system is up
 */
public record LocalListener(OptionalLong uid, long inode, long cookie) {}
