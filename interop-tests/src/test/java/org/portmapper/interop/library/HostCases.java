package org.portmapper.interop.library;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.portmapper.rpc.client.FoundService;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** A host by its name, by its address on a network (library.sh gives it one), or the host that the program is on. */
record HostCases(Portmapper portmapper) {
    private static final String ADDRESS = "10.9.0.1";

    static Stream<Case> of(Portmapper portmapper) {
        HostCases cases = new HostCases(portmapper);
        return Stream.of(
                new Case("this host: finds what is on every transport", () -> cases.found(RpcbindClient::ofThisHost)),
                new Case(
                        "host localhost: finds what is on every transport",
                        () -> cases.found(() -> RpcbindClient.ofHost("localhost"))),
                new Case("this host: prefers the local socket where there is one", cases::localSocket),
                new Case("host " + ADDRESS + ": finds services at this address", cases::onNetwork),
                new Case("host " + ADDRESS + ": does not offer what is on loopback only", cases::loopbackFromNetwork));
    }

    private RegisteredProgram registered(Service... services) {
        return RegisteredProgram.at(
                new Scene(portmapper, RpcAddress.ofPortmapper("127.0.0.1", Netid.TCP)), List.of(1L), services);
    }

    private void found(Supplier<RpcbindClient> opened) throws IOException {
        Scene scene = new Scene(portmapper, RpcAddress.ofPortmapper("127.0.0.1", Netid.TCP));
        try (RpcbindClient client = opened.get().within(Scene.DEADLINE);
                RegisteredProgram program = RegisteredProgram.at(scene, List.of(1L), portmapper.netids())) {
            for (Netid netid : portmapper.netids()) {
                Optional<FoundService> found = client.lookup(program.number(), 1, netid);
                Mismatch.unlessEqual(
                        "the address on " + netid.text(),
                        Optional.of(program.service(netid).asSeenFrom(loopback(netid))),
                        found.map(each -> each.service().universalAddress()));
            }
            Mismatch.unlessEqual("the version", portmapper.version(), client.version());
            Mismatch.unlessEqual(
                    "the services",
                    portmapper.netids().size(),
                    client.services(program.number()).size());
        }
    }

    private static RpcAddress loopback(Netid netid) {
        return netid == Netid.LOCAL
                ? RpcAddress.ofLocal(Portmapper.LOCAL_SOCKET)
                : RpcAddress.of(Service.loopback(netid.family()), 111, netid);
    }

    private void localSocket() {
        Netid expected = portmapper.knowsNetids() ? Netid.LOCAL : Netid.TCP;
        try (RpcbindClient client = RpcbindClient.ofThisHost().within(Scene.DEADLINE)) {
            Set<Netid> asked = client.services(100000).stream()
                    .map(found -> found.origin().portmapper().netid())
                    .collect(Collectors.toSet());
            Mismatch.unlessEqual("how the portmapper was asked", Set.of(expected), asked);
        }
    }

    private void onNetwork() throws IOException {
        InetAddress host = AddressText.parse(ADDRESS).orElseThrow();
        try (RpcbindClient client = RpcbindClient.ofHost(ADDRESS).within(Scene.DEADLINE);
                Service anywhere = Service.open(Netid.UDP);
                Service there = Service.openAt(Netid.TCP, host);
                RegisteredProgram program = registered(anywhere, there)) {
            for (Service service : program.services()) {
                Mismatch.unlessEqual(
                        "the address on " + service.netid().text(),
                        Optional.of(new UniversalAddress.Inet(host, service.port())),
                        client.lookup(program.number(), 1, service.netid())
                                .map(each -> each.service().universalAddress()));
            }
        }
    }

    /** What a portmapper of version 2 lists is a port, of whatever address. */
    private void loopbackFromNetwork() throws IOException {
        try (RpcbindClient client = RpcbindClient.ofHost(ADDRESS).within(Scene.DEADLINE);
                Service onLoopback = Service.openAt(Netid.TCP, Service.loopback(Netid.Family.INET));
                RegisteredProgram program = registered(onLoopback)) {
            Mismatch.unlessEqual(
                    "whether it is found",
                    portmapper.offersLoopbackToNetworks(),
                    client.lookup(program.number(), 1, Netid.TCP).isPresent());
            Mismatch.unlessEqual(
                    "whether it is listed",
                    !portmapper.knowsNetids(),
                    !client.services(program.number()).isEmpty());
        }
    }
}
