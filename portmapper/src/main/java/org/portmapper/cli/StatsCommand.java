package org.portmapper.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.portmapper.config.ConfigException;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.RpcbStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code portmapper stats}: what a portmapper has counted. */
@Command(
        name = "stats",
        description = "Show what a portmapper has counted since it started: calls, look-ups and calls passed on.",
        footerHeading = "%nExamples:%n",
        footer = {"  portmapper stats", "  portmapper stats --json nfs.example.org"})
final class StatsCommand implements Callable<Integer> {
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

    StatsCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        ProgramNames names = environment.programNames();
        RpcAddress asked = host.isPresent() ? portmapper.at(host.get()) : portmapper.here(environment);
        List<RpcbStatistics> statistics = portmapper.ask(asked, RpcbindClient::statistics);
        environment
                .out()
                .print(
                        json.wanted()
                                ? Json.text(members(statistics)) + "\n"
                                : new StatisticsText(statistics, names).text(environment.colour()));
        return ExitCode.DONE;
    }

    private static List<Map<String, Object>> members(List<RpcbStatistics> statistics) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int i = 0; i < statistics.size(); i++) {
            RpcbStatistics one = statistics.get(i);
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("version", StatisticsText.FIRST_VERSION + i);
            members.put("calls", StatisticsText.calls(StatisticsText.FIRST_VERSION + i, one));
            members.put("sets", one.sets());
            members.put("unsets", one.unsets());
            members.put("lookups", one.lookups());
            members.put("remoteCalls", one.remoteCalls());
            all.add(members);
        }
        return all;
    }
}
