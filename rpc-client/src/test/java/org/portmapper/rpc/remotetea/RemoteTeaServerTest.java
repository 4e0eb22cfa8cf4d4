package org.portmapper.rpc.remotetea;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.acplt.oncrpc.OncRpcTcpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.client.Registration;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.client.ServiceAddress;
import org.portmapper.rpc.rpcbind.Netid;

/** Generated servers and their registration. */
@Timeout(60)
class RemoteTeaServerTest {
    private static String address(String host, EchoServerStub stub, Netid netid) {
        int port = stub.port(netid);
        return host + "." + (port >> 8) + "." + (port & 0xff);
    }

    private static List<String> inet(EchoServerStub stub) {
        return Stream.of(Netid.UDP, Netid.TCP)
                .flatMap(netid -> Stream.of(1, 2)
                        .map(version -> netid.text() + " " + version + " " + address("0.0.0.0", stub, netid)))
                .toList();
    }

    private static List<String> inet6(EchoServerStub stub) {
        return inet(stub).stream()
                .map(text -> text.replaceFirst(" ", "6 ").replace("0.0.0.0.", "::."))
                .toList();
    }

    private static boolean hasInet6() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(null)) {
            return ((InetSocketAddress) server.getLocalAddress()).getAddress() instanceof Inet6Address;
        }
    }

    @Test
    void everyVersionIsRegisteredOnEveryTransportUntilItIsClosed() throws Exception {
        try (KeepingPortmapper portmapper = new KeepingPortmapper(4);
                RpcbindClient client = portmapper.client();
                EchoServerStub stub = new EchoServerStub()) {
            try (Registration registration = RemoteTeaServer.register(client, stub)) {
                assertThat(registration.services()).isEqualTo(RemoteTeaServer.services(stub));
                List<String> expected = new ArrayList<>(inet(stub));
                expected.addAll(hasInet6() ? inet6(stub) : List.of());
                assertThat(portmapper.kept()).isEqualTo(expected);
            }
            assertThat(portmapper.kept()).isEmpty();
        }
    }

    @Test
    void portmapperOfVersion2GetsWhatItCanExpress() throws Exception {
        try (KeepingPortmapper portmapper = new KeepingPortmapper(2);
                RpcbindClient client = portmapper.client();
                EchoServerStub stub = new EchoServerStub();
                Registration registration = RemoteTeaServer.register(client, stub)) {
            assertThat(registration.services()).hasSize(4);
            assertThat(portmapper.kept()).isEqualTo(inet(stub));
        }
    }

    @Test
    void portmapperThatRefusesInet6GetsTheRest() throws Exception {
        try (KeepingPortmapper portmapper = new KeepingPortmapper(4, Netid.TCP6);
                RpcbindClient client = portmapper.client();
                EchoServerStub stub = new EchoServerStub();
                Registration registration = RemoteTeaServer.register(client, stub)) {
            assertThat(registration.services()).hasSize(4);
            assertThat(portmapper.kept()).isEqualTo(inet(stub));
        }
    }

    @Test
    void refusalIsToldAndNothingStaysRegistered() throws Exception {
        try (KeepingPortmapper portmapper = new KeepingPortmapper(4, Netid.TCP);
                RpcbindClient client = portmapper.client();
                EchoServerStub stub = new EchoServerStub()) {
            assertThatThrownBy(() -> RemoteTeaServer.register(client, stub))
                    .isInstanceOf(RpcException.RegistrationRefused.class)
                    .hasMessageStartingWith("program 4026531847 version 1 at tcp 0.0.0.0:" + stub.port(Netid.TCP));
            assertThat(portmapper.kept()).isEmpty();
        }
    }

    @Test
    void addressThatWasBoundToIsRegistered() throws Exception {
        try (EchoServerStub stub = new EchoServerStub()) {
            assertThat(RemoteTeaServer.services(stub, Loopback.INET))
                    .extracting(service -> service.netid().text() + " "
                            + service.universalAddress().text())
                    .containsExactly(
                            "udp " + address("127.0.0.1", stub, Netid.UDP),
                            "udp " + address("127.0.0.1", stub, Netid.UDP),
                            "tcp " + address("127.0.0.1", stub, Netid.TCP),
                            "tcp " + address("127.0.0.1", stub, Netid.TCP));
            assertThat(RemoteTeaServer.services(stub, Loopback.INET6))
                    .extracting(ServiceAddress::netid)
                    .containsExactly(Netid.UDP6, Netid.UDP6, Netid.TCP6, Netid.TCP6);
            assertThat(RemoteTeaServer.services(stub, InetAddress.getByAddress(new byte[4])))
                    .isEqualTo(RemoteTeaServer.services(stub));
        }
    }

    @Test
    void serverRunsRegisteredUntilItIsStopped() throws Exception {
        try (KeepingPortmapper portmapper = new KeepingPortmapper(4);
                RpcbindClient client = portmapper.client();
                EchoServerStub stub = new EchoServerStub()) {
            FutureTask<Boolean> running = new FutureTask<>(() -> RemoteTeaServer.run(client, stub), true);
            Thread server = new Thread(running);
            server.start();
            try (EchoClient caller = new EchoClient(
                            RemoteTeaClient.open(client, EchoServerStub.PROGRAM, EchoServerStub.VERSION, Netid.UDP));
                    EchoClient old = new EchoClient(new OncRpcTcpClient(
                            Loopback.INET, EchoServerStub.PROGRAM, EchoServerStub.VERSION, stub.port(Netid.TCP)))) {
                // It is bound and queues calls, so this waits until it is registered and listens.
                assertThat(old.caller()).isEqualTo("nobody");
                assertThat(caller.caller()).isEqualTo("nobody");
                assertThat(portmapper.kept()).containsAll(inet(stub));
            }
            stop(stub, server);
            assertThat(running.get()).isTrue();
            assertThat(portmapper.kept()).isEmpty();
        }
    }

    /** A stop that comes before the server waits for it is lost. */
    private static void stop(EchoServerStub stub, Thread server) throws InterruptedException {
        while (server.isAlive()) {
            stub.stopRpcProcessing();
            server.join(10);
        }
    }
}
