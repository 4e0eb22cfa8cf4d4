package org.portmapper.kernel;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What the kernel says of a local socket, {@code struct unix_diag_msg} of sock_diag(7). */
record UnixDiagMessage(NetlinkMessage message, int at) {

    private static final int BYTES = 16;
    private static final int TYPE = 1;
    private static final int STATE = 2;
    private static final int INODE = 4;
    private static final int COOKIE = 8;

    private static final int UNIX_DIAG_NAME = 0;
    private static final int UNIX_DIAG_VFS = 1;
    private static final int UNIX_DIAG_PEER = 2;
    private static final int UNIX_DIAG_UID = 7;

    private static final int VFS_BYTES = 8;

    static UnixDiagMessage of(NetlinkMessage message) throws SocketTableException {
        return new UnixDiagMessage(message, message.payload(BYTES));
    }

    SocketState state() throws SocketTableException {
        return SocketState.of(Byte.toUnsignedInt(bytes().get(at + STATE)));
    }

    SocketType type() {
        return SocketType.of(Byte.toUnsignedInt(bytes().get(at + TYPE)));
    }

    /** 0 if no process holds it. */
    long inode() {
        return Integer.toUnsignedLong(bytes().getInt(at + INODE));
    }

    LocalListener listener() throws SocketTableException {
        return new LocalListener(number(UNIX_DIAG_UID), inode(), bytes().getLong(at + COOKIE));
    }

    /** The peer's inode, whichever network namespace it lives in; 0 if no process holds it. */
    OptionalLong peer() throws SocketTableException {
        return number(UNIX_DIAG_PEER);
    }

    /** The file that it was bound as, if it was bound in the file system. */
    Optional<FileIdentity> file() throws SocketTableException {
        OptionalInt value = message.attribute(at + BYTES, UNIX_DIAG_VFS, VFS_BYTES);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        long inode = Integer.toUnsignedLong(bytes().getInt(value.getAsInt()));
        long device = Integer.toUnsignedLong(bytes().getInt(value.getAsInt() + Integer.BYTES));
        return Optional.of(new FileIdentity(inode, device));
    }

    /** Whether its name is exactly {@code name}; that of an abstract one begins with NUL. */
    boolean hasName(ByteBuffer name) throws SocketTableException {
        OptionalInt value = message.attribute(at + BYTES, UNIX_DIAG_NAME, 0);
        return value.isPresent()
                && bytes().slice(value.getAsInt(), message.attributeBytes(value.getAsInt()))
                        .equals(name);
    }

    private OptionalLong number(int attribute) throws SocketTableException {
        OptionalInt value = message.attribute(at + BYTES, attribute, Integer.BYTES);
        return value.isPresent()
                ? OptionalLong.of(Integer.toUnsignedLong(bytes().getInt(value.getAsInt())))
                : OptionalLong.empty();
    }

    private ByteBuffer bytes() {
        return message.memory();
    }
}
