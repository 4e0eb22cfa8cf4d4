package org.portmapper.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.portmapper.config.ConfigException;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.config.Setting;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.PrintableText;
import org.portmapper.state.RpcbindFiles;
import org.portmapper.takeover.Listing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portmapper import}: takes down what another portmapper has, for the daemon to take over when it starts. */
@Command(
        name = "import",
        description = {
            "Take down what rpcbind, or another portmapper, has registered.",
            "The next \"portmapper serve\" with this state directory proves each registration and offers it again, so that no"
                    + " service has to restart. \"portmapper serve --take-over\" does both in one step; this is for hosts where"
                    + " a service manager stops the one and starts the other."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper import",
            "  portmapper import --from /run/rpcbind.sock --state-dir /var/lib/portmapper",
            "  portmapper import --from-dir /run/rpcbind      what a stopped rpcbind left"
        })
final class ImportCommand implements Callable<Integer> {
    /** For each of two questions. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final Environment environment;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--from",
            paramLabel = "PATH",
            description = "Ask the portmapper at this local socket: /run/rpcbind.sock.")
    private Optional<String> socket = Optional.empty();

    @Option(
            names = "--from-dir",
            paramLabel = "DIR",
            description = "Read rpcbind.xdr and portmap.xdr in this directory, which rpcbind writes when it ends.")
    private Optional<String> directory = Optional.empty();

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "The state directory of the daemon: /run/portmapper.")
    private Optional<String> stateDirectory = Optional.empty();

    ImportCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        if (socket.isPresent() && directory.isPresent()) {
            throw new ConfigException(
                    "--from: " + PrintableText.of(socket.get()) + " (expected: no --from beside --from-dir)");
        }
        Path state = stateDirectory.isPresent()
                ? Setting.DIRECTORY.parse("--state-dir", stateDirectory.get())
                : PortmapperConfig.DEFAULT_DIRECTORIES.state();
        List<Rpcb> claims = directory.isPresent()
                ? read(Setting.DIRECTORY.parse("--from-dir", directory.get()))
                : list(
                        socket.isPresent()
                                ? Arguments.ASKED_SOCKET.parse("--from", socket.get())
                                : environment.localSocket());
        Path folder = new Directories(state, state, state).imported();
        write(folder, claims);
        tell(folder, claims.size());
        return ExitCode.DONE;
    }

    private static List<Rpcb> list(String from) throws CommandFailure {
        try {
            return Listing.of(RpcAddress.ofLocal(from), ANSWER);
        } catch (RpcException.Unreachable e) {
            throw new CommandFailure(
                    "no portmapper answers at " + PrintableText.of(from)
                            + ": is it running? what a stopped rpcbind left is read with --from-dir /run/rpcbind",
                    e);
        } catch (RpcException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private static List<Rpcb> read(Path from) throws CommandFailure {
        RpcbindFiles files = new RpcbindFiles(from);
        RpcbindFiles.Found found = files.read();
        if (!found.problems().isEmpty()) {
            throw new CommandFailure(PrintableText.of(String.join("; ", found.problems())));
        }
        if (!files.arePresent()) {
            throw new CommandFailure("--from-dir: " + PrintableText.of(from.toString())
                    + " (expected: a directory with the files that rpcbind writes when it ends)");
        }
        return found.claims();
    }

    private static void write(Path folder, List<Rpcb> claims) throws CommandFailure {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            new RpcbindFiles(folder).write(claims);
        } catch (IOException e) {
            throw new CommandFailure(
                    "--state-dir: " + PrintableText.of(e.toString())
                            + " (expected: a directory that this user may write to, and the daemon may read)",
                    e);
        }
    }

    private void tell(Path folder, int number) {
        if (json.wanted()) {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("registrations", number);
            members.put("folder", folder.toString());
            environment.out().print(Json.text(members) + "\n");
            return;
        }
        environment
                .out()
                .println("took down " + number + (number == 1 ? " registration" : " registrations") + " in " + folder
                        + ": stop that portmapper, and start this one");
    }
}
