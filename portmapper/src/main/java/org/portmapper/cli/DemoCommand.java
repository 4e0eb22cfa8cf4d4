package org.portmapper.cli;

import java.util.concurrent.Callable;
import org.portmapper.demo.Demo;
import org.portmapper.demo.DemoException;
import org.portmapper.demo.DemoSetup;
import org.portmapper.names.ProgramNames;
import picocli.CommandLine.Command;

/** {@code portmapper demo}: all of it, once, without touching what runs on this host. */
@Command(
        name = "demo",
        description = {
            "Start a daemon on a free port in a temporary folder and a Remote Tea service, register the service, look it "
                    + "up, call it, withdraw it, and stop both.",
            "Needs no rights, and does not touch the portmapper of this host."
        },
        footerHeading = "%nExamples:%n",
        footer = "  portmapper demo")
final class DemoCommand implements Callable<Integer> {
    private final Environment environment;

    DemoCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws CommandFailure {
        ProgramNames names = environment.programNames();
        try {
            Demo.run(new DemoSetup(
                    environment.launcher(),
                    Service.READY,
                    bindings -> ListCommand.table(bindings, names).text(environment.colour()),
                    environment.out()));
            return ExitCode.DONE;
        } catch (DemoException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }
}
