package org.portmapper.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which run of which network this is: the boot, random_boot_id of proc_sys_kernel(5), and the network namespace,
 * namespaces(7). The kernel's numbers of sockets hold within one.
 *
 * @param text to compare, at most {@value #LIMIT} characters
 */
public record SystemIdentity(String text) {
    /** Far more than the two numbers need. */
    static final int LIMIT = 128;

    /** @throws IOException if /proc does not tell */
    public static SystemIdentity current() throws IOException {
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        return new SystemIdentity(boot + " " + Files.readSymbolicLink(Path.of("/proc/self/ns/net")));
    }
}
