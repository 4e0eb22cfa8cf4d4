package org.portmapper.cli;

import java.util.List;
import java.util.Optional;
import org.portmapper.config.ConfigException;
import org.portmapper.config.Setting;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.rpcbind.Netid;
import picocli.CommandLine.Option;

/** How this host's portmapper is asked to change something. */
final class ViaOption {
    private static final List<String> WORDS = List.of("udp", "tcp", "udp6", "tcp6");

    private static final Setting<Netid> VIA = new Setting<>(
            false, "udp, tcp, udp6 or tcp6", WORDS, text -> Netid.of(text).filter(netid -> WORDS.contains(text)));

    @Option(
            names = "--via",
            paramLabel = "NETID",
            description = "Ask over loopback by udp, tcp, udp6 or tcp6, not over the local socket.")
    private Optional<String> via = Optional.empty();

    /** Where the portmapper is asked: over loopback if the option says so, else as the other options say. */
    RpcAddress address(AskedPortmapper portmapper, Environment environment) throws ConfigException {
        return via.isPresent() ? portmapper.atLoopback(VIA.parse("--via", via.get())) : portmapper.here(environment);
    }
}
