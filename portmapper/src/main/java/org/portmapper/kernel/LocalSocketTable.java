package org.portmapper.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The local sockets of the network namespace in which it was opened, sock_diag(7), unix(7). Needs no privilege, never waits,
 * and is for one thread.
 */
public final class LocalSocketTable implements AutoCloseable {

    /** Some four thousand listening sockets, which take milliseconds to look through; hosts have one or two hundred. */
    private static final int MAX_PARTS = 16;

    private final NetlinkSocket netlink;

    private LocalSocketTable(NetlinkSocket netlink) {
        this.netlink = netlink;
    }

    /** @throws IOException if this process may not have netlink sockets, or no more sockets */
    public static LocalSocketTable open() throws IOException {
        return new LocalSocketTable(NetlinkSocket.open());
    }

    /** What stands in the way of looking sockets up on this host, as a sentence for the log; tried with an own socket. */
    public static Optional<String> missing() {
        String name = "@portmapper-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        try (LocalSocketTable table = open()) {
            ListeningSocket socket = ListeningSocket.local(name);
            try {
                return table.shows(name) ? Optional.empty() : Optional.of(missing("a socket of our own is not shown"));
            } finally {
                socket.close();
            }
        } catch (IOException e) {
            return Optional.of(missing(String.valueOf(e.getMessage())));
        }
    }

    private static String missing(String found) {
        return "table of local sockets: " + found
                + " (expected: AF_NETLINK allowed, and unix_diag in the kernel or as a module)";
    }

    private boolean shows(String name) throws IOException {
        Optional<LocalListener> listener = listening(name);
        return listener.isPresent()
                && isListening(listener.get().inode(), listener.get().cookie());
    }

    /**
     * The stream socket that accepts who connects to {@code name}: an absolute path, or an abstract name after "@". For a path
     * it is the socket that the path leads to now; one that was bound at the same path before, or in another mount
     * namespace, is not meant. What cannot be told without waiting is not found: a path over symbolic links that nobody
     * else has followed of late, and a socket in a file system that shows other numbers than it has inside (subvolumes of
     * btrfs, overlays, inodes beyond 32 bits).
     *
     * @throws SocketTableException if too many sockets listen to look at them all
     * @throws ErrnoException EACCES if the path may not be followed; EINVAL or ENOSYS for a path before Linux 5.12
     * @throws IOException if the kernel gave no usable answer
     */
    public Optional<LocalListener> listening(String name) throws IOException {
        if (name.startsWith("@")) {
            ByteBuffer wanted = ByteBuffer.wrap(("\0" + name.substring(1)).getBytes(StandardCharsets.UTF_8));
            return listener(UnixDiagRequest.SHOW_NAME, socket -> socket.hasName(wanted));
        }
        if (!name.startsWith("/") || name.indexOf(0) >= 0) {
            return Optional.empty();
        }
        Optional<FileIdentity> file = FileIdentity.at(name);
        return file.isEmpty()
                ? Optional.empty()
                : listener(UnixDiagRequest.SHOW_FILE, socket -> socket.file().equals(file));
    }

    /** Tells the wanted socket from the others. */
    @FunctionalInterface
    private interface Test {
        boolean isPassedBy(UnixDiagMessage socket) throws SocketTableException;
    }

    private Optional<LocalListener> listener(int show, Test test) throws IOException {
        UnixDiagRequest request = new UnixDiagRequest(
                SocketState.LISTEN.mask(), 0, UnixDiagRequest.ANY_COOKIE, show | UnixDiagRequest.SHOW_UID);
        List<LocalListener> found = netlink.list(request.write(netlink.request()), MAX_PARTS, message -> {
            UnixDiagMessage socket = UnixDiagMessage.of(message);
            return isListeningStream(socket) && test.isPassedBy(socket)
                    ? Optional.of(socket.listener())
                    : Optional.empty();
        });
        return found.stream().findFirst();
    }

    /**
     * Whether the socket that {@link #listening} gave still listens, at whatever name.
     *
     * @throws IOException if the kernel gave no usable answer
     */
    public boolean isListening(long inode, long cookie) throws IOException {
        Optional<UnixDiagMessage> socket = socket(inode, cookie, 0);
        return socket.isPresent() && isListeningStream(socket.get());
    }

    private static boolean isListeningStream(UnixDiagMessage socket) throws SocketTableException {
        return socket.state() == SocketState.LISTEN && socket.type() == SocketType.STREAM && socket.inode() != 0;
    }

    /**
     * Whether the peer of a connected local socket was made in this network namespace: a path may be shared with others.
     * False as well if the peer has closed its socket.
     *
     * @throws IOException if the kernel gave no usable answer
     */
    public boolean peerIsOfThisNetwork(int connectedFd) throws IOException {
        long own = FileIdentity.of(connectedFd).inode();
        OptionalLong peer = peerOf(own);
        // Only sockets of this namespace are found by their inode; an accepted one is where its peer was made.
        return peer.isPresent() && peerOf(peer.getAsLong()).equals(OptionalLong.of(own));
    }

    private OptionalLong peerOf(long inode) throws IOException {
        Optional<UnixDiagMessage> socket = socket(inode, UnixDiagRequest.ANY_COOKIE, UnixDiagRequest.SHOW_PEER);
        return socket.isPresent() ? socket.get().peer() : OptionalLong.empty();
    }

    private Optional<UnixDiagMessage> socket(long inode, long cookie, int show) throws IOException {
        if (inode == 0) {
            return Optional.empty();
        }
        UnixDiagRequest request = new UnixDiagRequest(0, inode, cookie, show);
        Optional<NetlinkMessage> answer = netlink.ask(request.write(netlink.request()));
        return answer.isPresent() ? Optional.of(UnixDiagMessage.of(answer.get())) : Optional.empty();
    }

    @Override
    public void close() {
        netlink.close();
    }
}
