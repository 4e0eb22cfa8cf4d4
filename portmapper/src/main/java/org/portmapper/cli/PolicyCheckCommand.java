package org.portmapper.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.portmapper.policy.Policy;
import org.portmapper.policy.PolicyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code portmapper policy check}: whether the daemon could read a policy. */
@Command(
        name = "check",
        description = {
            "Read a policy as the daemon does, and tell all that is wrong with it.",
            "Without FILE: /etc/portmapper/policy.toml and the .toml files of /etc/portmapper/policy.d, "
                    + "where there are any. Exit codes: 0 it is good, 1 it is not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper policy check                          what this host has",
            "  portmapper policy check draft.toml               one file by itself",
            "  portmapper policy check policy.toml policy.d     a file and a folder"
        })
final class PolicyCheckCommand implements Callable<Integer> {
    private final Environment environment;

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE",
            description = "A file, or a folder of files that end with .toml; may be repeated.")
    private List<Path> files = new ArrayList<>();

    PolicyCheckCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CommandFailure {
        try {
            Policy policy = environment.policy(files);
            environment.out().println("ok: " + policy.summary());
            return ExitCode.DONE;
        } catch (PolicyException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }
}
