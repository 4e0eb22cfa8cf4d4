package org.portmapper.kernel;

import static org.portmapper.kernel.AddressFamily.AF_UNIX;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** {@code struct sockaddr_un} in native memory: unix(7). */
final class LocalSockaddr {

    /** The longest path or abstract name, one byte kept for the NUL that ends a path. */
    static final int MAX_NAME_BYTES = 107;

    static final int BYTES = 110;

    private static final int NAME = 2;

    private LocalSockaddr() {}

    /** @return the length of what was written */
    static int writePath(ByteBuffer memory, int at, String path) {
        byte[] name = nameBytes(path);
        memory.putShort(at, (short) AF_UNIX);
        memory.put(at + NAME, name);
        memory.put(at + NAME + name.length, (byte) 0);
        return NAME + name.length + 1;
    }

    /** @return the length of what was written; an abstract name has no end mark, its length is part of it */
    static int writeAbstractName(ByteBuffer memory, int at, String name) {
        byte[] bytes = nameBytes("\0" + name);
        memory.putShort(at, (short) AF_UNIX);
        memory.put(at + NAME, bytes);
        return NAME + bytes.length;
    }

    /** @param length as the kernel told it */
    static BoundAddress read(ByteBuffer memory, int at, int length) {
        if (length <= NAME) {
            return new BoundAddress.Unnamed();
        }
        byte[] name = new byte[length - NAME];
        memory.get(at + NAME, name);
        String text = new String(name, StandardCharsets.UTF_8);
        if (text.charAt(0) == 0) {
            return new BoundAddress.AbstractName(text.substring(1));
        }
        int end = text.indexOf(0);
        return new BoundAddress.LocalPath(end < 0 ? text : text.substring(0, end));
    }

    private static byte[] nameBytes(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException("local socket: " + bytes.length
                    + " bytes (expected: a path or name of 1 to " + MAX_NAME_BYTES + " bytes)");
        }
        return bytes;
    }
}
