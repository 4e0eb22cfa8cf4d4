package org.portmapper.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.portmapper.config.ConfigException;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.PrintableText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code portmapper register}: tells this host's portmapper where a program is. */
@Command(
        name = "register",
        description = "Register a version of a program at this host's portmapper.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper register 0x20000099 1 tcp 127.0.0.1:4000",
            "  portmapper register 0x20000099 1 tcp 127.0.0.1.15.160   the same address",
            "  portmapper register --via udp 400099 1 udp 0.0.0.0:4000"
        })
final class RegisterCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private AskedPortmapper portmapper = new AskedPortmapper();

    @Mixin
    private ViaOption via = new ViaOption();

    @Parameters(index = "0", paramLabel = "PROGRAM", description = "The program, by its number or name.")
    private String program = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "The version of the program.")
    private String version = "";

    @Parameters(index = "2", paramLabel = "NETID", description = "The transport: udp, tcp, udp6, tcp6 or local.")
    private String netid = "";

    @Parameters(
            index = "3",
            paramLabel = "ADDRESS",
            description = "Where it is: IP and port, universal address, or path of a local socket.")
    private String address = "";

    RegisterCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        ProgramNames names = environment.programNames();
        Rpcb binding = binding(names);
        RpcAddress asked = via.address(portmapper, environment);
        if (!portmapper.ask(asked, client -> client.set(binding))) {
            throw refused(names.called(binding.program()), binding, asked);
        }
        print(binding, names);
        return ExitCode.DONE;
    }

    private Rpcb binding(ProgramNames names) throws ConfigException {
        long number = Arguments.program(names).parse("PROGRAM", program);
        long exact = Arguments.VERSION.parse("VERSION", version);
        Netid transport = Arguments.NETID.parse("NETID", netid);
        String place = Arguments.address(transport).parse("ADDRESS", address).text();
        // The owner is what the portmapper finds out, never what the caller says.
        return new Rpcb(number, exact, transport.text(), place, "");
    }

    private void print(Rpcb binding, ProgramNames names) {
        ServiceAddress place =
                new ServiceAddress(binding.program(), binding.version(), binding.netid(), binding.address());
        Map<String, Object> members = new LinkedHashMap<>(place.members(names));
        members.put("registered", true);
        environment
                .out()
                .println(
                        json.wanted()
                                ? Json.text(members)
                                : "registered " + names.called(binding.program()) + " version " + binding.version()
                                        + " on " + binding.netid() + " at " + place.shown());
    }

    private CommandFailure refused(String called, Rpcb binding, RpcAddress asked)
            throws ConfigException, CommandFailure {
        List<Rpcb> listed = portmapper.ask(asked, client -> Registered.listed(client, binding.program()));
        Optional<Rpcb> taken = listed.stream()
                .filter(other ->
                        other.version() == binding.version() && other.netid().equals(binding.netid()))
                .findFirst();
        String what = called + " version " + binding.version() + " on " + binding.netid();
        return new CommandFailure(taken.map(other -> what + " is registered at "
                        + PrintableText.of(other.address()) + " by " + PrintableText.of(other.owner())
                        + ": withdraw that first with \"portmapper unregister\"")
                .orElseGet(() -> what + " is refused by the portmapper: it does not let this user register that"));
    }
}
