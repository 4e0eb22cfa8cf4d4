package org.portmapper.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code portmapper}: the command that the others belong to. */
@Command(
        name = "portmapper",
        description = "The daemon that takes rpcbind's place (RFC 1833), and questions to any portmapper.",
        versionProvider = PortmapperCommand.Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper demo            see all of it work, in a few seconds",
            "  portmapper serve           run the daemon",
            "  portmapper list            what is registered",
            "  portmapper help lookup     how a command is used",
            "  source <(portmapper generate-completion)",
            "",
            "Exit codes: 0 done, 1 the answer is no or there is none, 2 wrong usage."
        })
final class PortmapperCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    /** Says which version this is, by the manifest of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = PortmapperCommand.class.getPackage().getImplementationVersion();
            return new String[] {"portmapper " + (version == null ? "(not from a jar)" : version)};
        }
    }

    /** The command line for these arguments: with the one command that they name, or with all where they name none. */
    static CommandLine of(Environment environment, PortmapperStarter starter, String... arguments) {
        CommandLine commandLine = new CommandLine(new PortmapperCommand());
        Map<String, Supplier<Object>> commands = commands(environment, starter);
        Optional<String> named = Stream.of(arguments).findFirst().filter(commands::containsKey);
        // Each command takes milliseconds to make, for picocli looks at its annotations.
        commands.forEach((name, command) -> {
            if (named.isEmpty() || named.get().equals(name)) {
                commandLine.addSubcommand(name, command.get());
            }
        });
        if (named.isEmpty()) {
            commandLine.addSubcommand(new HelpCommand()).addSubcommand(new GenerateCompletion());
        }
        commandLine.getCommandSpec().addOption(version());
        addHelp(commandLine);
        Errors errors = new Errors(environment.err());
        return commandLine
                .setOut(environment.out())
                .setErr(environment.err())
                .setColorScheme(Help.defaultColorScheme(environment.colour() ? Ansi.ON : Ansi.OFF))
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    private static Map<String, Supplier<Object>> commands(Environment environment, PortmapperStarter starter) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("serve", () -> ServeCommand.of(new Service(environment, starter)));
        commands.put("list", () -> new ListCommand(environment));
        commands.put("lookup", () -> new LookupCommand(environment));
        commands.put("ping", () -> new PingCommand(environment));
        commands.put("register", () -> new RegisterCommand(environment));
        commands.put("unregister", () -> new UnregisterCommand(environment));
        commands.put("stats", () -> new StatsCommand(environment));
        commands.put("status", () -> new StatusCommand(environment));
        commands.put("policy", () -> PolicyCommand.of(environment));
        commands.put("import", () -> new ImportCommand(environment));
        commands.put("demo", () -> new DemoCommand(environment));
        return commands;
    }

    private static void addHelp(CommandLine commandLine) {
        CommandSpec command = commandLine.getCommandSpec();
        if (command.findOption("--help") == null) {
            command.addOption(help());
        }
        commandLine.getSubcommands().values().forEach(PortmapperCommand::addHelp);
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build();
    }

    private static OptionSpec version() {
        return OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Show the version and exit.")
                .build();
    }

    /** Without a command there is nothing to do but to say which ones there are. */
    @Override
    public Integer call() {
        CommandLine commandLine =
                Objects.requireNonNull(spec, "picocli sets it").commandLine();
        commandLine.usage(commandLine.getErr());
        return ExitCode.USAGE;
    }
}
