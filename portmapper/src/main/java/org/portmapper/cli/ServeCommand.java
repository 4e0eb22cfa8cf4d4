package org.portmapper.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.portmapper.config.ConfigException;
import org.portmapper.config.ConfigFile;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.config.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code portmapper serve}: the daemon. */
@Command(
        name = "serve",
        description = {
            "Run the portmapper in the foreground, until SIGTERM or SIGINT.",
            "Without options: port 111 on every address, /run/rpcbind.sock and the abstract @/run/rpcbind.sock, "
                    + "state under /run/portmapper, policy in /etc/portmapper. An option decides over the file that --config names."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper serve",
            "  portmapper serve --take-over               in the place of rpcbind, which ends",
            "  portmapper serve --listen 192.0.2.1 --listen 2001:db8::1",
            "  portmapper serve --config /etc/portmapper.toml --log-level debug",
            "  portmapper serve --port 10111 --socket /tmp/rpcbind.sock \\",
            "                   --state-dir /tmp/portmapper     as an ordinary user"
        })
final class ServeCommand implements Callable<Integer> {
    /** How the line begins that says that it serves; the port follows. */
    static final String READY = "portmapper: serving on port ";

    private final Environment environment;
    private final PortmapperStarter starter;

    @Option(names = "--port", paramLabel = "PORT", description = "The UDP and TCP port: 111; 0 for any that is free.")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            description = "Serve UDP and TCP at this address, not at every one; may be repeated.")
    private List<String> listen = new ArrayList<>();

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Serve this local socket, not the usual two; @NAME for an abstract one; may be repeated.")
    private List<String> sockets = new ArrayList<>();

    @Option(names = "--state-dir", paramLabel = "DIR", description = "Keep state in this directory.")
    private Optional<String> stateDirectory = Optional.empty();

    @Option(
            names = "--policy-dir",
            paramLabel = "DIR",
            description = "Read policy.toml and policy.d/*.toml here: who may register what.")
    private Optional<String> policyDirectory = Optional.empty();

    @Option(
            names = "--rpcbind-dir",
            paramLabel = "DIR",
            description = "Take rpcbind's two files from here with --take-over, and leave them here at the end, for"
                    + " \"rpcbind -w\": /run/rpcbind, and that at port 111 only.")
    private Optional<String> rpcbindDirectory = Optional.empty();

    @Option(
            names = "--take-over",
            description = "Take the place of the portmapper that runs, or of one that has been stopped, with what is"
                    + " registered there: no service has to restart.")
    private boolean takeOver;

    @Option(names = "--config", paramLabel = "FILE", description = "Read this portmapper.toml.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--remote-calls",
            negatable = true,
            description = "Pass calls on to programs of this host (CALLIT, BCAST, INDIRECT): off by default.")
    private Optional<Boolean> remoteCalls = Optional.empty();

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "What is logged: error, warn, info, debug or trace.")
    private Optional<String> logLevel = Optional.empty();

    ServeCommand(Environment environment, PortmapperStarter starter) {
        this.environment = environment;
        this.starter = starter;
    }

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        try (PortmapperStarter.Running daemon = starter.start(config(), takeOver)) {
            environment.out().println(daemon.port() == 0 ? "portmapper: serving" : READY + daemon.port());
            environment.out().flush();
            daemon.awaitClosed();
        }
        return ExitCode.DONE;
    }

    /** What the options say, then what the file says, then the defaults. */
    private PortmapperConfig config() throws ConfigException {
        PortmapperConfig otherwise = file.isPresent() ? ConfigFile.read(file.get()) : PortmapperConfig.DEFAULT;
        return new PortmapperConfig(
                serving(otherwise.serving()),
                directories(otherwise.directories()),
                logLevel.isPresent() ? Setting.LOG_LEVEL.parse("--log-level", logLevel.get()) : otherwise.logLevel());
    }

    private Serving serving(Serving otherwise) throws ConfigException {
        return new Serving(
                port.isPresent() ? Setting.PORT.parse("--port", port.get()) : otherwise.port(),
                listen.isEmpty() ? otherwise.listen() : parseAll("--listen", Setting.LISTEN, listen),
                sockets.isEmpty() ? otherwise.sockets() : parseAll("--socket", Setting.SOCKET, sockets),
                remoteCalls.orElse(otherwise.remoteCalls()),
                otherwise.protection());
    }

    private Directories directories(Directories otherwise) throws ConfigException {
        return new Directories(
                directory("--state-dir", stateDirectory, otherwise.state()),
                directory("--policy-dir", policyDirectory, otherwise.policy()),
                directory("--rpcbind-dir", rpcbindDirectory, otherwise.rpcbind()));
    }

    private static Path directory(String name, Optional<String> text, Path otherwise) throws ConfigException {
        return text.isPresent() ? Setting.DIRECTORY.parse(name, text.get()) : otherwise;
    }

    private static <T> List<T> parseAll(String name, Setting<T> setting, List<String> texts) throws ConfigException {
        List<T> values = new ArrayList<>();
        for (String text : texts) {
            T value = setting.parse(name, text);
            if (values.contains(value)) {
                throw new ConfigException(name + ": " + text + " (expected: each of them once)");
            }
            values.add(value);
        }
        return values;
    }
}
