package org.portmapper.cli;

import org.portmapper.config.ConfigException;

/** The daemon as a command: it runs until it is told to stop. */
record Service(Environment environment, PortmapperStarter starter) {
    /** How the line begins that says that it serves; the port follows. */
    static final String READY = "portmapper: serving on port ";

    /** The same, with a sentence on standard error for whatever goes wrong. */
    @SuppressWarnings("IllegalCatch") // a bug is told in one line as well
    int serveOrTell(ServeOptions options) {
        try {
            return serve(options);
        } catch (Exception e) {
            return new Failures(environment.err()).tell(e);
        }
    }

    /** Serves what the options say, and returns the exit code. */
    int serve(ServeOptions options) throws ConfigException, CommandFailure {
        try (PortmapperStarter.Running daemon = starter.start(options.config(), options.takeOver())) {
            environment.out().println(daemon.port() == 0 ? "portmapper: serving" : READY + daemon.port());
            environment.out().flush();
            daemon.awaitClosed();
        }
        return ExitCode.DONE;
    }
}
