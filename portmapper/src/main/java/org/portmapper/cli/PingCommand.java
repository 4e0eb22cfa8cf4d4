package org.portmapper.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.portmapper.config.ConfigException;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.PrintableText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code portmapper ping}: whether a program answers where the portmapper says that it is. */
@Command(
        name = "ping",
        description = "Look a program up and call its procedure 0, which does nothing, on every transport found.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper ping nfs.example.org nfs      every version that is registered",
            "  portmapper ping nfs.example.org nfs 3    version 3 only",
            "  portmapper ping --timeout 1 ::1 mountd   give up after a second"
        })
final class PingCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private AskedPortmapper portmapper = new AskedPortmapper();

    @Parameters(index = "0", paramLabel = "HOST", description = "The host whose portmapper is asked.")
    private String host = "";

    @Parameters(index = "1", paramLabel = "PROGRAM", description = "The program, by its number or name.")
    private String program = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "The version of the program: every one that is registered if left out.")
    private Optional<String> version = Optional.empty();

    PingCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        ProgramNames names = environment.programNames();
        long number = Arguments.program(names).parse("PROGRAM", program);
        Duration deadline = portmapper.deadline();
        List<ServiceAddress> places = version.isPresent()
                ? places(number, Arguments.VERSION.parse("VERSION", version.get()))
                : places(number);
        if (places.isEmpty()) {
            throw notRegistered(names.called(number), number);
        }
        List<Ping> pings = Ping.all(places, deadline);
        print(pings, names);
        long silent = pings.stream().filter(ping -> ping.roundTrip().isEmpty()).count();
        if (silent > 0) {
            throw new CommandFailure(names.called(number) + " fails at " + silent + " of " + pings.size()
                    + " addresses that the portmapper of " + PrintableText.of(host) + " gives");
        }
        return ExitCode.DONE;
    }

    private List<ServiceAddress> places(long number, long exact) throws ConfigException, CommandFailure {
        return portmapper.ask(portmapper.at(host), client -> reachable(Registered.addresses(client, number, exact)));
    }

    private List<ServiceAddress> places(long number) throws ConfigException, CommandFailure {
        RpcAddress asked = portmapper.at(host);
        return portmapper.ask(asked, client -> reachable(everyVersion(client, number)));
    }

    private static List<ServiceAddress> everyVersion(RpcbindClient client, long number) {
        TreeSet<Long> versions = new TreeSet<>();
        Registered.listed(client, number).forEach(binding -> versions.add(binding.version()));
        List<ServiceAddress> places = new ArrayList<>();
        // The list is not the answer itself: its addresses are those of the other host, not those that are reached from
        // here.
        versions.stream()
                .limit(Ping.LIMIT)
                .forEach(exact -> places.addAll(Registered.addresses(client, number, exact)));
        return places;
    }

    /** Without the local sockets, which another host's portmapper lists too. */
    private static List<ServiceAddress> reachable(List<ServiceAddress> places) {
        return places.stream().filter(place -> place.inet().isPresent()).toList();
    }

    private void print(List<Ping> pings, ProgramNames names) {
        if (json.wanted()) {
            environment
                    .out()
                    .println(Json.text(
                            pings.stream().map(ping -> members(ping, names)).toList()));
            return;
        }
        TextTable table = new TextTable("VERSION", "NETID", "ADDRESS", "RESULT");
        for (Ping ping : pings) {
            ServiceAddress place = ping.place();
            table.add(place.version(), place.netid(), place.shown(), ping.result());
        }
        environment.out().print(table.text(environment.colour()));
    }

    private static Map<String, Object> members(Ping ping, ProgramNames names) {
        Map<String, Object> members = new LinkedHashMap<>(ping.place().members(names));
        members.put("answers", ping.roundTrip().isPresent());
        members.put("microseconds", ping.roundTrip().map(time -> time.toNanos() / 1000));
        members.put("result", ping.result());
        return members;
    }

    private CommandFailure notRegistered(String called, long number) throws ConfigException, CommandFailure {
        List<Rpcb> known = portmapper.ask(portmapper.at(host), client -> Registered.listed(client, number));
        return new CommandFailure(
                called + version.map(text -> " version " + text).orElse("")
                        + " is not registered at " + PrintableText.of(host) + " for the transports by which it is asked"
                        + Registered.instead(known));
    }
}
