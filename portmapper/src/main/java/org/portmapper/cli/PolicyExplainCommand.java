package org.portmapper.cli;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.portmapper.config.ConfigException;
import org.portmapper.config.Setting;
import org.portmapper.identity.Proof;
import org.portmapper.names.AccountNames;
import org.portmapper.policy.Decision;
import org.portmapper.policy.DescribedCaller;
import org.portmapper.policy.Policy;
import org.portmapper.policy.PolicyException;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.PrintableText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code portmapper policy explain}: what would be decided, by which line, and what would change it. */
@Command(
        name = "explain",
        description = {
            "Tell whether somebody may register a program, which line decides it, and which would change it.",
            "Exit codes: 0 it is allowed, 1 it is refused, 2 the question or the policy is wrong."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper policy explain --program nfs --version 3 --as user:nobody",
            "  portmapper policy explain --program 395183 --as \"user:alice & group:lab\"",
            "  portmapper policy explain --program 0x20001000 --via udp --as user:alice",
            "  portmapper policy explain --program nfs --as kernel --policy draft.toml"
        })
final class PolicyExplainCommand implements Callable<Integer> {
    private static final Setting<Proof> VIA =
            new Setting<>(false, "local, tcp or udp", List.of("local", "tcp", "udp"), PolicyExplainCommand::proof);

    private static final InetAddress LOOPBACK = AddressText.parse("127.0.0.1").orElseThrow();

    private final Environment environment;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--program",
            required = true,
            paramLabel = "PROGRAM",
            description = "The program, by its number or name.")
    private String program = "";

    @Option(names = "--version", paramLabel = "VERSION", description = "A version: every one is decided alike.")
    private Optional<String> version = Optional.empty();

    @Option(
            names = "--as",
            required = true,
            paramLabel = "FACTS",
            description = "Who registers: \"kernel\", or user:NAME and what else is so, group:NAME, unit:NAME"
                    + " and exe:PATH, joined by &.")
    private String caller = "";

    @Option(
            names = "--via",
            paramLabel = "TRANSPORT",
            description = "What the call comes by: local (the default), tcp or udp, which prove less.")
    private String via = "local";

    @Option(names = "--port", paramLabel = "PORT", description = "The UDP or TCP port that is registered.")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "A file or folder to read instead of the policy of this host; may be repeated.")
    private List<Path> policies = new ArrayList<>();

    PolicyExplainCommand(Environment environment) {
        this.environment = environment;
    }

    private static Optional<Proof> proof(String text) {
        return switch (text) {
            case "local" -> Optional.of(Proof.LOCAL_SOCKET);
            case "tcp" -> Optional.of(Proof.TCP_SOCKET);
            case "udp" -> Optional.of(Proof.UDP_MARK);
            default -> Optional.empty();
        };
    }

    @Override
    public Integer call() throws ConfigException, CommandFailure, PolicyException {
        Explanation explanation = explanation(request());
        environment.out().print(json.wanted() ? Json.text(explanation.members()) + "\n" : explanation.text());
        return explanation.allowed() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Explanation.Request request() throws ConfigException, CommandFailure {
        return new Explanation.Request(
                Arguments.program(environment.programNames()).parse("--program", program),
                parsed("--version", Arguments.VERSION, version),
                parsed("--port", Arguments.ASKED_PORT, port),
                caller,
                via);
    }

    private static <T> Optional<T> parsed(String name, Setting<T> setting, Optional<String> text)
            throws ConfigException {
        return text.isPresent() ? Optional.of(setting.parse(name, text.get())) : Optional.empty();
    }

    private Explanation explanation(Explanation.Request request)
            throws ConfigException, CommandFailure, PolicyException {
        DescribedCaller described = described(environment.accountNames());
        Policy policy = environment.policy(policies);
        Decision decision = policy.register(described.user(), request.program(), address(request.port()));
        String change = switch (decision) {
            case Decision.Allowed allowed -> policy.remedyAgainst(described.user(), request.program());
            case Decision.Refused refused -> refused.remedy();
        };
        return new Explanation(request, described, policy, environment.programNames(), decision, change);
    }

    private DescribedCaller described(AccountNames accounts) throws ConfigException {
        Proof proof = VIA.parse("--via", via);
        try {
            return DescribedCaller.read(caller, proof, accounts);
        } catch (PolicyException e) {
            throw new ConfigException("--as: " + PrintableText.of(caller) + " " + e.getMessage());
        }
    }

    /** Where no port is given, a local socket stands for the address: no rule about ports touches it. */
    private static UniversalAddress address(Optional<Integer> port) {
        return port.<UniversalAddress>map(number -> new UniversalAddress.Inet(LOOPBACK, number))
                .orElse(new UniversalAddress.Local("/nowhere"));
    }
}
