package org.portmapper.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code portmapper policy}: the commands about who may register what. */
@Command(
        name = "policy",
        description = "Check, explain or print who may register what on this host.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper policy check",
            "  portmapper policy explain --program nfs --as user:nobody",
            "  portmapper policy print",
            "  portmapper policy explain --help     how one of them is used"
        })
final class PolicyCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    /** The command with those that belong to it. */
    static CommandLine of(Environment environment) {
        return new CommandLine(new PolicyCommand())
                .addSubcommand(new PolicyCheckCommand(environment))
                .addSubcommand(new PolicyExplainCommand(environment))
                .addSubcommand(new PolicyPrintCommand(environment));
    }

    /** By itself it does nothing but to say which ones there are. */
    @Override
    public Integer call() {
        CommandLine commandLine =
                Objects.requireNonNull(spec, "picocli sets it").commandLine();
        commandLine.usage(commandLine.getErr());
        return ExitCode.USAGE;
    }
}
