package org.portmapper.kernel;

import java.util.List;

/** A process that tells what it inherited, one line for each socket; ports, which nobody knows beforehand, as PORT. */
final class InheritedSocketsChild {
    private static final int F_GETFD = 1;
    private static final int F_GETFL = 3;
    private static final int FD_CLOEXEC = 1;
    private static final int O_NONBLOCK = 0x800;

    private InheritedSocketsChild() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws InheritanceException {
        List<InheritedSocket> sockets = InheritedSockets.from(System.getenv());
        for (InheritedSocket socket : sockets) {
            System.out.println(socket.fd() + " " + socket.name() + " " + socket.type() + " "
                    + (socket.listening() ? "listening " : "bound ") + text(socket.address()));
        }
        System.out.println("flags set: " + sockets.stream().allMatch(InheritedSocketsChild::flagsSet));
    }

    private static String text(BoundAddress address) {
        return switch (address) {
            case BoundAddress.Inet inet -> inetText(inet);
            case BoundAddress.LocalPath local -> local.path();
            case BoundAddress.AbstractName local -> "@" + local.name();
            case BoundAddress.Unnamed local -> "to nothing";
            case BoundAddress.OtherFamily other -> "family " + other.family();
        };
    }

    private static String inetText(BoundAddress.Inet inet) {
        String text = InetSockaddr.text(inet.address());
        boolean ipv6 = text.startsWith("[");
        return text.replaceAll(":[1-9][0-9]*$", ":PORT") + (ipv6 && !inet.v6Only() ? " and IPv4" : "");
    }

    private static boolean flagsSet(InheritedSocket socket) {
        return Syscall.FCNTL.call(socket.fd(), F_GETFD, 0) == FD_CLOEXEC
                && (Syscall.FCNTL.call(socket.fd(), F_GETFL, 0) & O_NONBLOCK) != 0;
    }
}
