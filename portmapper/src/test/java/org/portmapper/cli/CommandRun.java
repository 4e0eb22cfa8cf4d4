package org.portmapper.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/** What a command line printed and ended with. */
record CommandRun(int exitCode, String out, String err) {
    /** A file that no host has: only the built-in names are known. */
    static final Path NO_NAMES = Path.of("/nonexistent/rpc");

    /** Runs a command line for which no daemon can be started, with this local socket for the usual one. */
    static CommandRun with(String localSocket, String... arguments) {
        return with(localSocket, NO_NAMES, arguments);
    }

    /** The same with a file of names. */
    static CommandRun with(String localSocket, Path programNames, String... arguments) {
        PortmapperStarter none = config -> {
            throw new CommandFailure("no daemon in this test");
        };
        return with(none, localSocket, programNames, arguments);
    }

    /** Runs a command line. */
    static CommandRun with(PortmapperStarter starter, String localSocket, Path programNames, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Environment environment = new Environment(
                new PrintWriter(out), new PrintWriter(err), false, programNames, localSocket, List.of("false"));
        int exitCode = PortmapperCommand.of(environment, starter).execute(arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
