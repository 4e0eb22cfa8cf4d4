package org.portmapper.rpc.remotetea;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.stream.Stream;
import org.acplt.oncrpc.server.OncRpcServerStub;
import org.acplt.oncrpc.server.OncRpcServerTransport;
import org.acplt.oncrpc.server.OncRpcServerTransportRegistrationInfo;
import org.acplt.oncrpc.server.OncRpcTcpServerTransport;
import org.acplt.oncrpc.server.OncRpcUdpServerTransport;
import org.portmapper.rpc.client.Registration;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.client.ServiceAddress;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers a generated Remote Tea server by this library's {@link Registration}, in place of the calls to 127.0.0.1 that
 * {@code stub.run()} makes: all or nothing, and again by itself when the portmapper has been restarted.
 *
 * <p>Remote Tea listens on every address of the host, IPv6 included where the JVM has it. So a server is registered for udp,
 * tcp, udp6 and tcp6; where the portmapper takes no IPv6 registration, as one of version 2 cannot, for udp and tcp.
 */
public final class RemoteTeaServer {
    private static final Logger log = LoggerFactory.getLogger(RemoteTeaServer.class);

    private static final InetAddress ANY_INET = AddressText.parse("0.0.0.0").orElseThrow();
    private static final InetAddress ANY_INET6 = AddressText.parse("::").orElseThrow();

    private RemoteTeaServer() {}

    /**
     * Registers every program and version of a server on all its transports; call {@code stub.run(stub.transports)} next, which
     * listens and registers nothing. For a server that has to bind to one address see {@link #services(OncRpcServerStub, InetAddress)}.
     *
     * @throws RpcException as {@link RpcbindClient#register(List)} does
     */
    public static Registration register(RpcbindClient portmapper, OncRpcServerStub stub) {
        List<ServiceAddress> services = services(stub);
        try {
            return portmapper.register(services);
        } catch (RpcException.RegistrationRefused e) {
            if (!isInet6(e.service())) {
                throw e;
            }
            log.info("registering over IPv4 only: {}", e.getMessage());
            return portmapper.register(
                    services.stream().filter(service -> !isInet6(service)).toList());
        }
    }

    private static boolean isInet6(ServiceAddress service) {
        return service.netid().family() == Netid.Family.INET6;
    }

    /**
     * Registers a server, lets it serve until {@code stub.stopRpcProcessing()} is called, withdraws it and closes its
     * sockets: what {@code stub.run()} does, with our registration.
     *
     * @throws RpcException as {@link RpcbindClient#register(List)} does; the sockets are closed then, too
     */
    public static void run(RpcbindClient portmapper, OncRpcServerStub stub) {
        try (Registration registration = register(portmapper, stub)) {
            log.debug("serving {}", registration.services());
            stub.run(stub.transports);
        } finally {
            stub.close(stub.transports);
        }
    }

    /**
     * What a server serves that was made without an address to bind to: IPv4 first, then IPv6 where this JVM listens on it.
     * For {@link RpcbindClient#registerWhenPresent} for example.
     */
    public static List<ServiceAddress> services(OncRpcServerStub stub) {
        Stream<InetAddress> hosts = hasInet6() ? Stream.of(ANY_INET, ANY_INET6) : Stream.of(ANY_INET);
        return hosts.flatMap(host -> servicesAt(host, stub)).toList();
    }

    /** What a server serves that was made with this address to bind to, which Remote Tea does not tell. */
    public static List<ServiceAddress> services(OncRpcServerStub stub, InetAddress bindAddr) {
        return bindAddr.isAnyLocalAddress()
                ? services(stub)
                : servicesAt(bindAddr, stub).toList();
    }

    private static Stream<ServiceAddress> servicesAt(InetAddress host, OncRpcServerStub stub) {
        return Stream.of(stub.transports)
                .map(transport -> RpcAddress.of(host, transport.getPort(), netid(transport, host)))
                .flatMap(address -> Stream.of(stub.info).map(info -> service(info, address)));
    }

    private static ServiceAddress service(OncRpcServerTransportRegistrationInfo info, RpcAddress address) {
        return new ServiceAddress(Integer.toUnsignedLong(info.program), Integer.toUnsignedLong(info.version), address);
    }

    private static Netid netid(OncRpcServerTransport transport, InetAddress host) {
        boolean inet6 = host instanceof Inet6Address;
        if (transport instanceof OncRpcUdpServerTransport) {
            return inet6 ? Netid.UDP6 : Netid.UDP;
        } else if (transport instanceof OncRpcTcpServerTransport) {
            return inet6 ? Netid.TCP6 : Netid.TCP;
        }
        throw new IllegalArgumentException("transport: " + transport.getClass().getName() + " (expected: "
                + OncRpcUdpServerTransport.class.getSimpleName() + " or "
                + OncRpcTcpServerTransport.class.getSimpleName() + ")");
    }

    /** Whether the sockets of this JVM that are bound to no address listen on IPv6: not if the host or an option forbids it. */
    private static boolean hasInet6() {
        try {
            DatagramChannel.open(StandardProtocolFamily.INET6).close();
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
