package org.portmapper.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.portmapper.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code portmapper serve} on the command line: its help, its errors, and its options in whatever spelling. */
@Command(
        name = "serve",
        description = {
            "Run the portmapper in the foreground, until SIGTERM or SIGINT.",
            "Without options: port 111 on every address, /run/rpcbind.sock and the abstract @/run/rpcbind.sock, "
                    + "state under /run/portmapper, policy in /etc/portmapper. An option decides over the file that --config names."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  portmapper serve",
            "  portmapper serve --take-over               in the place of rpcbind, which ends",
            "  portmapper serve --listen 192.0.2.1 --listen 2001:db8::1",
            "  portmapper serve --config /etc/portmapper.toml --log-level debug",
            "  portmapper serve --port 10111 --socket /tmp/rpcbind.sock \\",
            "                   --state-dir /tmp/portmapper     as an ordinary user"
        })
final class ServeCommand implements Callable<Integer> {
    private final Service service;

    @Spec
    private @Nullable CommandSpec spec;

    private ServeCommand(Service service) {
        this.service = service;
    }

    /** The command with its options. */
    static CommandSpec of(Service service) {
        CommandSpec command = CommandSpec.forAnnotatedObject(new ServeCommand(service));
        for (ServeOption option : ServeOption.values()) {
            command.addOption(spec(option));
        }
        return command;
    }

    private static OptionSpec spec(ServeOption option) {
        OptionSpec.Builder builder = OptionSpec.builder(option.written()).description(option.description());
        if (!option.takesValue()) {
            return builder.type(Boolean.class)
                    .negatable(option == ServeOption.REMOTE_CALLS)
                    .build();
        }
        builder.paramLabel(option.valueLabel());
        return option.repeatable()
                ? builder.type(List.class).auxiliaryTypes(String.class).build()
                : builder.type(String.class).build();
    }

    @Override
    public Integer call() throws ConfigException, CommandFailure {
        ParseResult parsed =
                Objects.requireNonNull(spec, "picocli sets it").commandLine().getParseResult();
        Map<ServeOption, List<String>> texts = new EnumMap<>(ServeOption.class);
        for (ServeOption option : ServeOption.values()) {
            if (parsed.hasMatchedOption(option.written())) {
                texts.put(option, texts(parsed.matchedOption(option.written()), option));
            }
        }
        return service.serve(new ServeOptions(texts));
    }

    private static List<String> texts(OptionSpec parsed, ServeOption option) {
        return option.takesValue() ? parsed.stringValues() : List.of(String.valueOf(parsed.<Object>getValue()));
    }
}
