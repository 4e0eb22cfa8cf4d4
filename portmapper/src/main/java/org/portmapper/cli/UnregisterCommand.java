package org.portmapper.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.portmapper.config.ConfigException;
import org.portmapper.names.ProgramNames;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.PrintableText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code portmapper unregister}: tells this host's portmapper that a program is gone. */
@Command(
        name = "unregister",
        description = "Withdraw a version of a program from this host's portmapper.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper unregister 0x20000099 1       on every transport",
            "  portmapper unregister 0x20000099 1 tcp   on one"
        })
final class UnregisterCommand implements Callable<Integer> {
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

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "NETID",
            description = "The transport: udp, tcp, udp6, tcp6 or local; every one if left out.")
    private Optional<String> netid = Optional.empty();

    UnregisterCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        ProgramNames names = environment.programNames();
        long number = Arguments.program(names).parse("PROGRAM", program);
        long exact = Arguments.VERSION.parse("VERSION", version);
        Optional<Netid> transport =
                netid.isPresent() ? Optional.of(Arguments.NETID.parse("NETID", netid.get())) : Optional.empty();
        String on = transport.map(Netid::text).orElse("");
        RpcAddress asked = via.address(portmapper, environment);
        String what = names.called(number) + " version " + exact + (on.isEmpty() ? "" : " on " + on);
        Withdrawal withdrawal = portmapper.ask(asked, client -> withdraw(client, number, exact, on));
        if (withdrawal.before.isEmpty() || !withdrawal.after.isEmpty()) {
            throw refused(what, withdrawal);
        }
        environment.out().println(json.wanted() ? Json.text(members(number, exact, on)) : "withdrew " + what);
        return ExitCode.DONE;
    }

    /** What was registered before and after; and everything of the program, to say what there is instead. */
    private record Withdrawal(List<Rpcb> before, List<Rpcb> after, List<Rpcb> program) {}

    /** Looks for itself: rpcbind says that it is done as well where there was nothing, or where it did not do it. */
    private static Withdrawal withdraw(RpcbindClient client, long number, long exact, String on) {
        List<Rpcb> before = Registered.listed(client, number);
        client.unset(number, exact, on);
        List<Rpcb> after = Registered.listed(client, number);
        return new Withdrawal(of(before, exact, on), of(after, exact, on), after);
    }

    private static List<Rpcb> of(List<Rpcb> listed, long exact, String on) {
        return listed.stream()
                .filter(binding -> binding.version() == exact
                        && (on.isEmpty() || binding.netid().equals(on)))
                .toList();
    }

    private static Map<String, Object> members(long number, long exact, String on) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("program", number);
        members.put("version", exact);
        members.put("netid", Optional.of(on).filter(text -> !text.isEmpty()));
        members.put("registered", false);
        return members;
    }

    private static CommandFailure refused(String what, Withdrawal withdrawal) {
        return new CommandFailure(withdrawal.after.stream()
                .findFirst()
                .map(binding -> what + " belongs to " + PrintableText.of(binding.owner())
                        + ": only its owner or root may withdraw it, over the local socket")
                .orElseGet(() -> what + " is not registered" + Registered.instead(withdrawal.program)));
    }
}
