package org.portmapper.cli;

import java.util.concurrent.Callable;
import org.portmapper.policy.PolicyFiles;
import picocli.CommandLine.Command;

/** {@code portmapper policy print}: what is decided where no file says anything. */
@Command(
        name = "print",
        description = "Print the built-in policy, with comments: it decides where no file does.",
        footerHeading = "%nExamples:%n",
        footer = "  portmapper policy print")
final class PolicyPrintCommand implements Callable<Integer> {
    private final Environment environment;

    PolicyPrintCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        environment.out().print(PolicyFiles.builtInText());
        return ExitCode.DONE;
    }
}
