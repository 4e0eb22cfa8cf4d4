package org.portmapper.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The user namespace of this process: user_namespaces(7). */
public final class UserNamespace {

    /** All ids there are: 0 to 4,294,967,294. */
    private static final long EVERY_ID = 0xffff_ffffL;

    private static final Path SELF = Path.of("/proc/self");
    private static final Path OURS = SELF.resolve("ns/user");
    private static final int SIOCGSKNS = 0x894c;
    private static final int NS_GET_USERNS = 0xb701;

    private UserNamespace() {}

    /**
     * Whether every user of the host has the same uid here. If not, or if it cannot be told, the overflow uid, 65534, stands
     * for all that have none here, and is no user.
     */
    public static boolean mapsEveryUser() {
        return mapsEveryId(SELF.resolve("uid_map"));
    }

    /** The same of groups. */
    public static boolean mapsEveryGroup() {
        return mapsEveryId(SELF.resolve("gid_map"));
    }

    static boolean mapsEveryId(Path map) {
        try {
            return mapsEveryId(Files.readAllLines(map));
        } catch (IOException e) {
            return false;
        }
    }

    /** @param map lines of "first id inside, first id outside, how many", which never overlap */
    static boolean mapsEveryId(List<String> map) {
        long mapped = 0;
        for (String line : map) {
            long[] numbers = Stream.of(line.strip().split(" +"))
                    .mapToLong(Long::parseLong)
                    .toArray();
            if (numbers[0] != numbers[1]) {
                return false;
            }
            mapped += numbers[2];
        }
        return mapped == EVERY_ID;
    }

    /** Whether our network namespace belongs to this user namespace, so that its sockets' uids are counted as ours. */
    static boolean ownsTheNetwork() throws ErrnoException {
        Descriptor socket = Descriptor.socket(AddressFamily.AF_INET, SocketType.DATAGRAM);
        try {
            Descriptor network = related(socket, SIOCGSKNS, "get the network namespace");
            try {
                return isOurs(related(network, NS_GET_USERNS, "get the network's user namespace"));
            } finally {
                network.close();
            }
        } finally {
            socket.close();
        }
    }

    private static Descriptor related(Descriptor descriptor, int request, String attempt) throws ErrnoException {
        return new Descriptor((int) ErrnoException.check(Syscall.IOCTL.call(descriptor.number(), request, 0), attempt));
    }

    private static boolean isOurs(Descriptor userNamespace) {
        try {
            return Files.isSameFile(SELF.resolve("fd/" + userNamespace.number()), OURS);
        } catch (IOException e) {
            return false;
        } finally {
            userNamespace.close();
        }
    }
}
