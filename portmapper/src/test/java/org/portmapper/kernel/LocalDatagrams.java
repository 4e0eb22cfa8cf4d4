package org.portmapper.kernel;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;

/** The service manager's end of NOTIFY_SOCKET: a local datagram socket, which the JDK does not have. */
final class LocalDatagrams implements AutoCloseable {
    private static final int PAYLOAD_BYTES = 1024;

    private final Descriptor descriptor;

    /** At a path, or at an abstract name after "@". */
    LocalDatagrams(String address) throws ErrnoException {
        descriptor = Descriptor.socket(AddressFamily.AF_UNIX, SocketType.DATAGRAM);
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory sockaddr = NativeMemory.in(arena, LocalSockaddr.BYTES);
            int length = address.startsWith("@")
                    ? LocalSockaddr.writeAbstractName(sockaddr.bytes(), 0, address.substring(1))
                    : LocalSockaddr.writePath(sockaddr.bytes(), 0, address);
            ErrnoException.check(
                    Syscall.BIND.call(descriptor.number(), sockaddr.address(0), length), "bind " + address);
        }
    }

    /** The next datagram, which is here as soon as it was sent. */
    String receive() throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory memory = NativeMemory.in(arena, MessageVector.bytes(1) + PAYLOAD_BYTES);
            MessageVector message = new MessageVector(memory, 0, 1);
            message.payload(0, MessageVector.bytes(1), PAYLOAD_BYTES);
            long result = Syscall.RECVMMSG.call(descriptor.number(), message.address(0), 1, 0, 0);
            ErrnoException.check(result, "receive");
            byte[] payload = new byte[message.length(0)];
            memory.bytes().get(MessageVector.bytes(1), payload);
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
