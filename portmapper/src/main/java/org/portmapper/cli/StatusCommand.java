package org.portmapper.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.portmapper.config.ConfigException;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.Setting;
import org.portmapper.rpc.xdr.PrintableText;
import org.portmapper.server.Status;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portmapper status}: what the daemon of this host does, and what it can prove. */
@Command(
        name = "status",
        description = {
            "Show which proofs the portmapper of this host has, how it notices that a service has died, and its policy.",
            "Exit code 1 where no daemon runs with this state directory."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  portmapper status", "  portmapper status --json --state-dir /tmp/portmapper"})
final class StatusCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "The state directory of the daemon: /run/portmapper by default.")
    private Optional<String> stateDirectory = Optional.empty();

    StatusCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        Path folder = stateDirectory.isPresent()
                ? Setting.DIRECTORY.parse("--state-dir", stateDirectory.get())
                : PortmapperConfig.DEFAULT_DIRECTORIES.state();
        Map<String, String> facts = facts(folder);
        environment.out().print(json.wanted() ? Json.text(new LinkedHashMap<>(facts)) + "\n" : text(facts));
        return ExitCode.DONE;
    }

    private static Map<String, String> facts(Path folder) throws CommandFailure {
        try {
            return Status.read(folder)
                    .filter(Status::isOfRunningProcess)
                    .map(Status::facts)
                    .orElseThrow(() -> new CommandFailure("no portmapper runs with the state directory "
                            + PrintableText.of(folder.toString())
                            + ": start it with \"portmapper serve\", or name another with --state-dir"));
        } catch (IOException e) {
            throw new CommandFailure(
                    PrintableText.of(folder.toString()) + ": cannot be read (expected: a portmapper's state directory)",
                    e);
        }
    }

    private static String text(Map<String, String> facts) {
        int width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> text.append(name)
                .append(" ".repeat(width - name.length() + 2))
                .append(PrintableText.of(value))
                .append('\n'));
        return text.toString();
    }
}
