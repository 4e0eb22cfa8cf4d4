package org.portmapper.kernel;

/**
 * A socket that the service manager opened for this process.
 *
 * @param fd its descriptor, made non-blocking and closed on exec
 * @param name what the unit calls it ({@code FileDescriptorName=}), {@code unknown} if the manager named none
 * @param listening whether it accepts connections
 */
public record InheritedSocket(int fd, String name, SocketType type, boolean listening, BoundAddress address) {

    static InheritedSocket of(int fd, String name) throws ErrnoException {
        Descriptor descriptor = new Descriptor(fd);
        SocketType type = SocketType.of(descriptor.option(Descriptor.SOL_SOCKET, Descriptor.SO_TYPE));
        boolean listening = descriptor.option(Descriptor.SOL_SOCKET, Descriptor.SO_ACCEPTCONN) != 0;
        descriptor.becomeNonBlockingAndCloseOnExec();
        return new InheritedSocket(fd, name, type, listening, descriptor.boundAddress());
    }
}
