package org.portmapper.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.log.LogSettings;
import org.portmapper.server.Portmapper;
import org.portmapper.server.StartException;
import org.portmapper.takeover.Inheritance;

/** The daemon as it runs in a process of its own: it logs to standard error, and stops cleanly by a signal. */
final class Daemon implements PortmapperStarter.Running {
    private final Portmapper portmapper;
    private final Thread atExit = new Thread(this::closeAtExit, "stop");
    private final AtomicBoolean exiting = new AtomicBoolean();

    private Daemon(Portmapper portmapper) {
        this.portmapper = portmapper;
    }

    /** Starts it, and closes it when SIGTERM or SIGINT ends the process. */
    static Daemon start(PortmapperConfig config, boolean takeOver) throws CommandFailure {
        logging(config.logLevel(), System.getenv()).forEach(System::setProperty);
        try {
            Inheritance inheritance = Inheritance.of(config, takeOver, System.getenv());
            Daemon daemon = new Daemon(Portmapper.start(config, inheritance));
            Runtime.getRuntime().addShutdownHook(daemon.atExit);
            HangupSignal.handle(daemon.portmapper::reloadPolicy);
            return daemon;
        } catch (StartException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /** The properties of the log, which are read when the first logger is made and never again. */
    static Map<String, String> logging(PortmapperConfig.LogLevel level, Map<String, String> variables) {
        String name = level.name().toLowerCase(Locale.ROOT);
        // netty tells at debug how it found every class; that is of use to nobody here below trace.
        String netty = switch (level) {
            case ERROR, WARN, TRACE -> name;
            case INFO, DEBUG -> "warn";
        };
        // The journal writes the time itself.
        return LogSettings.properties(name, netty, !variables.containsKey("JOURNAL_STREAM"));
    }

    /**
     * Ends the process with 0, as rpcbind does: a JVM that a signal ends would end with 128 and the signal's number, which a
     * service manager takes for a failure, and a hook may not call exit. Nothing is lost: all files are closed by then.
     */
    private void closeAtExit() {
        exiting.set(true);
        portmapper.close();
        Runtime.getRuntime().halt(ExitCode.DONE);
    }

    @Override
    public int port() {
        return portmapper.port();
    }

    @Override
    public void awaitClosed() {
        portmapper.awaitClosed();
    }

    @Override
    public void close() {
        if (!exiting.get()) {
            Runtime.getRuntime().removeShutdownHook(atExit);
            portmapper.close();
        }
    }
}
