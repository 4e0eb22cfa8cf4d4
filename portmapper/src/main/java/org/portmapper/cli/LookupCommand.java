package org.portmapper.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.portmapper.config.ConfigException;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.xdr.PrintableText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code portmapper lookup}: where one version of a program is. */
@Command(
        name = "lookup",
        description = "Look up where a version of a program is reached.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper lookup nfs.example.org nfs 3",
            "  portmapper lookup 192.0.2.1 100005 3 udp",
            "  portmapper lookup --json localhost mountd 3"
        })
final class LookupCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private AskedPortmapper portmapper = new AskedPortmapper();

    @Parameters(index = "0", paramLabel = "HOST", description = "The host whose portmapper is asked.")
    private String host = "";

    @Parameters(index = "1", paramLabel = "PROGRAM", description = "The program, by its number or name.")
    private String program = "";

    @Parameters(index = "2", paramLabel = "VERSION", description = "The version of the program.")
    private String version = "";

    @Parameters(
            index = "3",
            arity = "0..1",
            paramLabel = "NETID",
            description = "The transport: udp, tcp, udp6, tcp6 or local; if left out, all of HOST's family.")
    private Optional<String> netid = Optional.empty();

    LookupCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        ProgramNames names = environment.programNames();
        long number = Arguments.program(names).parse("PROGRAM", program);
        long exact = Arguments.VERSION.parse("VERSION", version);
        List<ServiceAddress> found = netid.isPresent()
                ? find(number, exact, Arguments.NETID.parse("NETID", netid.get()))
                : portmapper.ask(portmapper.at(host), client -> Registered.addresses(client, number, exact));
        print(found, names);
        if (found.isEmpty()) {
            throw notRegistered(names.called(number), number);
        }
        return ExitCode.DONE;
    }

    private List<ServiceAddress> find(long number, long exact, Netid wanted) throws ConfigException, CommandFailure {
        RpcAddress asked = portmapper.at(host, wanted);
        List<ServiceAddress> found = portmapper.ask(
                asked,
                client -> wanted.family() == Netid.Family.LOOPBACK
                        ? localSockets(client, number, exact)
                        : Registered.addresses(client, number, exact));
        return found.stream()
                .filter(place -> place.netid().equals(wanted.text()))
                .toList();
    }

    /** From the list: no portmapper answers questions about another transport than the one that they come by. */
    private static List<ServiceAddress> localSockets(RpcbindClient client, long number, long exact) {
        return Registered.listed(client, number).stream()
                .filter(binding -> binding.version() == exact)
                .map(binding -> new ServiceAddress(number, exact, binding.netid(), binding.address()))
                .toList();
    }

    private void print(List<ServiceAddress> found, ProgramNames names) {
        if (json.wanted()) {
            environment
                    .out()
                    .println(Json.text(
                            found.stream().map(place -> place.members(names)).toList()));
        } else if (!found.isEmpty()) {
            TextTable table = new TextTable("NETID", "ADDRESS");
            found.forEach(place -> table.add(place.netid(), place.shown()));
            environment.out().print(table.text(environment.colour()));
        }
    }

    private CommandFailure notRegistered(String called, long number) throws ConfigException, CommandFailure {
        String instead =
                Registered.instead(portmapper.ask(portmapper.at(host), client -> Registered.listed(client, number)));
        return new CommandFailure(called + " version " + version
                + netid.map(text -> " on " + text).orElse("") + " is not registered at " + PrintableText.of(host)
                + instead);
    }
}
