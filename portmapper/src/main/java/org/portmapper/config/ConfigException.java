package org.portmapper.config;

import java.util.List;

/** Says what is wrong in the configuration, and what is allowed there: one line for each error. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    /** One error. */
    public ConfigException(String line) {
        super(line);
    }

    /** One error that has a cause. */
    ConfigException(String line, Throwable cause) {
        super(line, cause);
    }

    /** All errors of a file, in the order in which they stand there. */
    ConfigException(List<String> lines) {
        this(String.join("\n", lines));
    }

    /** One line for each error. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
