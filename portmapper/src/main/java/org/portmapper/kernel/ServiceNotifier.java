package org.portmapper.kernel;

import static org.portmapper.kernel.AddressFamily.AF_UNIX;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Tells systemd how the service is: sd_notify(3). Without NOTIFY_SOCKET it does nothing.
 *
 * <p>Each method returns a sentence for the log if the manager could not be told, which is no reason to stop serving. It
 * may wait for the manager, at most {@link #PATIENCE_SECONDS}: not for an event loop.
 */
public final class ServiceNotifier {

    /** How long to wait while the manager's queue is full. */
    static final int PATIENCE_SECONDS = 5;

    private static final int MSG_NOSIGNAL = 0x4000;

    private final String address;

    private ServiceNotifier(String address) {
        this.address = address;
    }

    public static ServiceNotifier from(Map<String, String> environment) {
        return new ServiceNotifier(environment.getOrDefault("NOTIFY_SOCKET", ""));
    }

    /** The service answers from now on. */
    public Optional<String> ready() {
        return tell("READY=1");
    }

    /** The service is shutting down. */
    public Optional<String> stopping() {
        return tell("STOPPING=1");
    }

    /** One line on how it goes, shown by {@code systemctl status}; control characters become spaces. */
    public Optional<String> status(String line) {
        return tell("STATUS=" + line.replaceAll("\\p{Cntrl}", " "));
    }

    private Optional<String> tell(String state) {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        if (!address.startsWith("/") && !address.startsWith("@")) {
            return Optional.of("NOTIFY_SOCKET: " + address + " (expected: a path from / or an abstract name after @)");
        }
        if (address.getBytes(StandardCharsets.UTF_8).length > LocalSockaddr.MAX_NAME_BYTES) {
            return Optional.of(
                    "NOTIFY_SOCKET: " + address + " (expected: at most " + LocalSockaddr.MAX_NAME_BYTES + " bytes)");
        }
        return send(state.getBytes(StandardCharsets.UTF_8))
                .map(errno -> "NOTIFY_SOCKET: " + address + " did not take " + state + ": " + errno);
    }

    private Optional<Errno> send(byte[] state) {
        try {
            Descriptor descriptor = Descriptor.waitingSocket(AF_UNIX, SocketType.DATAGRAM, PATIENCE_SECONDS);
            try (Arena arena = Arena.ofConfined()) {
                long sent = Syscall.SENDMSG.call(descriptor.number(), message(arena, state), MSG_NOSIGNAL);
                return sent < 0 ? Optional.of(Errno.of(sent)) : Optional.empty();
            } finally {
                descriptor.close();
            }
        } catch (ErrnoException e) {
            return Optional.of(e.errno());
        }
    }

    /** The address of a {@code struct msghdr} with {@code state} for the manager. */
    private long message(Arena arena, byte[] state) {
        int name = MessageVector.bytes(1);
        int payload = name + LocalSockaddr.BYTES;
        NativeMemory memory = NativeMemory.in(arena, payload + state.length);
        memory.bytes().put(payload, state);
        MessageVector message = new MessageVector(memory, 0, 1);
        int nameLength = address.startsWith("@")
                ? LocalSockaddr.writeAbstractName(memory.bytes(), name, address.substring(1))
                : LocalSockaddr.writePath(memory.bytes(), name, address);
        message.name(0, name, nameLength);
        message.payload(0, payload, state.length);
        return message.address(0);
    }
}
