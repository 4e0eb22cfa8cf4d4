package org.portmapper.kernel;

import java.util.Optional;

/** Whether this package works on this host: it knows Linux on x86_64 and aarch64. */
public final class KernelSupport {

    private KernelSupport() {}

    /** What stands in the way, as a sentence for the log; empty where every call of this package can be made. */
    public static Optional<String> missing() {
        return Architecture.CURRENT == Architecture.UNKNOWN ? Optional.of(unknownPlatform()) : Optional.empty();
    }

    static String unknownPlatform() {
        return "platform: " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                + " (expected: Linux on amd64 or aarch64)";
    }
}
