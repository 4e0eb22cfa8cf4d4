package org.portmapper.kernel;

/**
 * Which socket it is and whose, as sock_diag(7) tells it.
 *
 * @param uid of the user who created it, unsigned 32 bits; one that this user namespace does not map shows as the
 *     overflow uid, 65534; meaningless when no process holds the socket
 * @param inode as in the link {@code socket:[inode]} of proc_pid_fd(5); 0 when no process holds the socket
 * @param cookie no other socket of the host gets the same one while the system is up
 * @param controlGroup of the process that created it: the inode of the folder in cgroup2; 0 when it is not known
 */
public record SocketIdentity(long uid, long inode, long cookie, long controlGroup) {

    /** Whether a process holds it: otherwise it is closed, or not accepted yet, and its uid says nothing. */
    public boolean isHeld() {
        return inode != 0;
    }
}
