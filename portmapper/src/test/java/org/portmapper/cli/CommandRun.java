package org.portmapper.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;

/** What a command line printed and ended with. */
record CommandRun(int exitCode, String out, String err) {
    /** Files that no host has: only the built-in names and the built-in policy are known. */
    static final HostFiles NO_FILES = files(Path.of("/nonexistent"));

    /** The files of a host whose /etc this is. */
    static HostFiles files(Path etc) {
        return new HostFiles(
                etc.resolve("rpc"),
                etc.resolve("passwd"),
                etc.resolve("group"),
                etc.resolve("portmapper/policy.toml"),
                etc.resolve("portmapper/policy.d"));
    }

    /** Runs a command line for which no daemon can be started, with this local socket for the usual one. */
    static CommandRun with(String localSocket, String... arguments) {
        return with(localSocket, NO_FILES, arguments);
    }

    /** The same with files of the host. */
    static CommandRun with(String localSocket, HostFiles files, String... arguments) {
        PortmapperStarter none = (config, takeOver) -> {
            throw new CommandFailure("no daemon in this test");
        };
        return with(none, localSocket, files, arguments);
    }

    /** Runs a command line. */
    static CommandRun with(PortmapperStarter starter, String localSocket, HostFiles files, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Environment environment = new Environment(
                new PrintWriter(out), new PrintWriter(err), false, files, localSocket, List.of("false"));
        int exitCode = Main.run(environment, starter, arguments);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }
}
