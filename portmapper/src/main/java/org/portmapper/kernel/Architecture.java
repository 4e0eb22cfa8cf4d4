package org.portmapper.kernel;

/** The platforms whose system call numbers {@link Syscall} knows. */
enum Architecture {
    X86_64,
    AARCH64,
    UNKNOWN;

    static final Architecture CURRENT = of(System.getProperty("os.name"), System.getProperty("os.arch"));

    static Architecture of(String osName, String osArch) {
        if (!osName.equals("Linux")) {
            return UNKNOWN;
        }
        return switch (osArch) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default -> UNKNOWN;
        };
    }
}
