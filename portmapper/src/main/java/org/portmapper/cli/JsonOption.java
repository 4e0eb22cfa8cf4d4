package org.portmapper.cli;

import picocli.CommandLine.Option;

/** The option of every command that prints data. */
final class JsonOption {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** Whether the answer is wanted as JSON. */
    boolean wanted() {
        return json;
    }
}
