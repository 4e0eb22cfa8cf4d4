package org.portmapper.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The ports that only root can bind to: {@code ip_unprivileged_port_start} of ip(7). */
public final class ReservedPorts {
    /** The first that is not reserved unless a host has changed it. */
    private static final int USUAL_END = 1024;

    private static final Path SETTING = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");

    private ReservedPorts() {}

    /** Whether all ports below 1024 are reserved at the moment, in our network namespace: the kernel's memory says so. */
    public static boolean areReserved() {
        return areReserved(SETTING);
    }

    static boolean areReserved(Path setting) {
        try {
            // Before Linux 4.11 there is no such setting, and all of them are.
            return Files.notExists(setting)
                    || Integer.parseInt(Files.readString(setting).strip()) >= USUAL_END;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
