package org.portmapper.cli;

import java.util.Optional;

/** The options of {@code portmapper serve}. */
enum ServeOption {
    PORT("--port", "PORT", false, "The UDP and TCP port: 111; 0 for any that is free."),
    LISTEN("--listen", "ADDRESS", true, "Serve UDP and TCP at this address, not at every one; may be repeated."),
    SOCKET(
            "--socket",
            "PATH",
            true,
            "Serve this local socket, not the usual two; @NAME for an abstract one; may be repeated."),
    STATE_DIR("--state-dir", "DIR", false, "Keep state in this directory."),
    POLICY_DIR("--policy-dir", "DIR", false, "Read policy.toml and policy.d/*.toml here: who may register what."),
    RPCBIND_DIR(
            "--rpcbind-dir",
            "DIR",
            false,
            "Take rpcbind's two files from here with --take-over, and leave them here at the end, for"
                    + " \"rpcbind -w\": /run/rpcbind, and that at port 111 only."),
    TAKE_OVER(
            "--take-over",
            "",
            false,
            "Take the place of the portmapper that runs, or of one that has been stopped, with what is"
                    + " registered there: no service has to restart."),
    CONFIG("--config", "FILE", false, "Read this portmapper.toml."),
    REMOTE_CALLS(
            "--remote-calls",
            "",
            false,
            "Pass calls on to programs of this host (CALLIT, BCAST, INDIRECT): off by default."),
    LOG_LEVEL("--log-level", "LEVEL", false, "What is logged: error, warn, info, debug or trace.");

    private final String written;
    private final String valueLabel;
    private final boolean repeatable;
    private final String description;

    ServeOption(String written, String valueLabel, boolean repeatable, String description) {
        this.written = written;
        this.valueLabel = valueLabel;
        this.repeatable = repeatable;
        this.description = description;
    }

    /** The option that is written so. */
    static Optional<ServeOption> of(String written) {
        for (ServeOption option : values()) {
            if (option.written.equals(written)) {
                return Optional.of(option);
            }
        }
        return Optional.empty();
    }

    /** How it is written. */
    String written() {
        return written;
    }

    /** What its value is called; empty where it has none. */
    String valueLabel() {
        return valueLabel;
    }

    boolean takesValue() {
        return !valueLabel.isEmpty();
    }

    boolean repeatable() {
        return repeatable;
    }

    String description() {
        return description;
    }
}
