package org.portmapper.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.portmapper.config.ConfigException;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Rpcb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code portmapper list}: everything that a portmapper knows. */
@Command(
        name = "list",
        description = "List the programs that are registered, with their versions, transports, addresses and owners.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper list                 what this host's portmapper knows",
            "  portmapper list nfs.example.org what another host's knows",
            "  portmapper list --json | jq .   the same, for programs"
        })
final class ListCommand implements Callable<Integer> {
    private final Environment environment;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private AskedPortmapper portmapper = new AskedPortmapper();

    @Parameters(
            arity = "0..1",
            paramLabel = "HOST",
            description = "The host whose portmapper is asked: this one if left out.")
    private Optional<String> host = Optional.empty();

    ListCommand(Environment environment) {
        this.environment = environment;
    }

    private record Place(String netid, String address, String owner) {}

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        ProgramNames names = environment.programNames();
        RpcAddress asked = host.isPresent() ? portmapper.at(host.get()) : portmapper.here(environment);
        List<Rpcb> bindings = portmapper.ask(asked, RpcbindClient::list);
        environment
                .out()
                .print(
                        json.wanted()
                                ? Json.text(members(bindings, names)) + "\n"
                                : table(bindings, names).text(environment.colour()));
        return ExitCode.DONE;
    }

    static List<Map<String, Object>> members(List<Rpcb> bindings, ProgramNames names) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Rpcb binding : bindings) {
            Map<String, Object> members = serviceAddress(binding).members(names);
            members.put("owner", binding.owner());
            all.add(members);
        }
        return all;
    }

    private static ServiceAddress serviceAddress(Rpcb binding) {
        return new ServiceAddress(binding.program(), binding.version(), binding.netid(), binding.address());
    }

    /** Ordered by program; one line for all versions that are at the same place and have the same owner. */
    static TextTable table(List<Rpcb> bindings, ProgramNames names) {
        TextTable table = new TextTable("PROGRAM", "NAME", "VERSION", "NETID", "ADDRESS", "OWNER");
        Map<Long, Map<Place, SortedSet<Long>>> programs = new TreeMap<>();
        for (Rpcb binding : bindings) {
            Place place = new Place(binding.netid(), serviceAddress(binding).shown(), binding.owner());
            programs.computeIfAbsent(binding.program(), program -> new LinkedHashMap<>())
                    .computeIfAbsent(place, same -> new TreeSet<>())
                    .add(binding.version());
        }
        programs.forEach((program, places) ->
                addProgram(table, program, names.name(program).orElse("-"), places));
        return table;
    }

    private static void addProgram(TextTable table, long program, String name, Map<Place, SortedSet<Long>> places) {
        String number = Long.toString(program);
        String called = name;
        for (Map.Entry<Place, SortedSet<Long>> entry : places.entrySet()) {
            Place place = entry.getKey();
            String owner = place.owner.isEmpty() ? "-" : place.owner;
            table.add(number, called, Versions.text(entry.getValue()), place.netid, place.address, owner);
            number = "";
            called = "";
        }
    }
}
