package org.portmapper.cli;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.portmapper.config.ConfigException;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcbind;
import org.portmapper.rpc.xdr.PrintableText;
import picocli.CommandLine.Option;

/** The options that say which portmapper is asked. */
final class AskedPortmapper {
    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port of the portmapper, if it is not 111; without HOST, at 127.0.0.1.")
    private Optional<String> port = Optional.empty();

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Ask over this local socket instead of the usual one.")
    private Optional<String> socket = Optional.empty();

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "How long an answer may take: 5 by default.")
    private String timeout = "5";

    /** This host's portmapper: over its local socket, or over TCP where a port is named. */
    RpcAddress here(Environment environment) throws ConfigException {
        if (port.isPresent()) {
            refuseSocketBeside("--port");
            return RpcAddress.of(InetAddress.ofLiteral("127.0.0.1"), portNumber(), Netid.TCP);
        }
        return socket.isPresent()
                ? RpcAddress.ofLocal(Arguments.ASKED_SOCKET.parse("--socket", socket.get()))
                : RpcAddress.ofLocal(environment.localSocket());
    }

    /** The portmapper of this host at a loopback address of the transport's family. */
    RpcAddress atLoopback(Netid netid) throws ConfigException {
        refuseSocketBeside("--via");
        String loopback = netid.family() == Netid.Family.INET6 ? "::1" : "127.0.0.1";
        return RpcAddress.of(InetAddress.ofLiteral(loopback), portNumber(), netid);
    }

    /** The portmapper of a host over TCP, at the first address that its name has. */
    RpcAddress at(String host) throws ConfigException, CommandFailure {
        refuseSocketBeside("HOST");
        InetAddress address = resolve(host).getFirst();
        return RpcAddress.of(address, portNumber(), address instanceof Inet6Address ? Netid.TCP6 : Netid.TCP);
    }

    /** The portmapper of a host over TCP, at an address of the family that a netid has; at any for a local one. */
    RpcAddress at(String host, Netid netid) throws ConfigException, CommandFailure {
        if (netid.family() == Netid.Family.LOOPBACK) {
            return at(host);
        }
        refuseSocketBeside("HOST");
        boolean inet6 = netid.family() == Netid.Family.INET6;
        InetAddress address = resolve(host).stream()
                .filter(one -> one instanceof Inet6Address == inet6)
                .findFirst()
                .orElseThrow(() -> new CommandFailure("HOST: " + PrintableText.of(host) + " (expected: one that has an "
                        + (inet6 ? "IPv6" : "IPv4") + " address, for " + netid.text() + ")"));
        return RpcAddress.of(address, portNumber(), inet6 ? Netid.TCP6 : Netid.TCP);
    }

    /** How long an answer may take. */
    Duration deadline() throws ConfigException {
        return Arguments.TIMEOUT.parse("--timeout", timeout);
    }

    /** Asks, and says what to do where there is no answer. */
    <T> T ask(RpcAddress address, Function<RpcbindClient, T> question) throws ConfigException, CommandFailure {
        try (RpcbindClient client = RpcbindClient.open(address).within(deadline())) {
            return question.apply(client);
        } catch (RpcException.Unreachable e) {
            throw new CommandFailure(
                    address.netid() == Netid.LOCAL
                            ? "no portmapper answers at "
                                    + PrintableText.of(address.address().text())
                                    + ": is it running? start it with \"portmapper serve\","
                                    + " or ask another with HOST or --socket"
                            : e.getMessage(),
                    e);
        } catch (RpcException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    private int portNumber() throws ConfigException {
        return port.isPresent() ? Arguments.ASKED_PORT.parse("--port", port.get()) : Rpcbind.PORT;
    }

    private void refuseSocketBeside(String other) throws ConfigException {
        if (socket.isPresent()) {
            throw new ConfigException(
                    "--socket: " + PrintableText.of(socket.get()) + " (expected: no --socket beside " + other + ")");
        }
    }

    private static List<InetAddress> resolve(String host) throws CommandFailure {
        try {
            if (host.isEmpty()) {
                throw new UnknownHostException("the JDK would take it for this host");
            }
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new CommandFailure(
                    "HOST: " + PrintableText.of(host)
                            + " (expected: an address or a name that has one; its port goes into --port)",
                    e);
        }
    }
}
