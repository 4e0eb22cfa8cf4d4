package org.portmapper.interop.library;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.portmapper.rpc.client.FoundService;
import org.portmapper.rpc.client.FoundService.Origin;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.client.ServiceAddress;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** Where services are, asked over one way. */
record LookupCases(Scene scene, Portmapper portmapper, RpcAddress way) {
    private static final long VERSION = 3;

    static Stream<Case> of(Scene scene) {
        LookupCases cases = new LookupCases(scene, scene.portmapper(), scene.way());
        return Stream.of(
                scene.tested("finds a service, and says who told it", cases::present),
                scene.tested("finds no program that is not registered", cases::absent),
                scene.tested("does not take another version for the one it looks for", cases::otherVersion),
                scene.tested("finds a service on loopback from loopback", cases::onLoopback),
                scene.tested("finds what is on other transports", cases::onEachNetid),
                scene.tested("tells all services of a program, and whose they are", cases::services),
                scene.tested("remembers what it found, until it is told to forget it", cases::cached));
    }

    private void present() throws IOException {
        try (RpcbindClient client = scene.client();
                RegisteredProgram program = registered(VERSION)) {
            if (scene.canAskForAddresses()) {
                Mismatch.unlessEqual(
                        "what is found",
                        Optional.of(new FoundService(expected(program, way.netid()), Optional.empty(), origin())),
                        client.lookup(program.number(), VERSION, way.netid()));
            } else {
                Mismatch.unlessThrown(
                        portmapper.refusalOfVersions(), () -> client.lookup(program.number(), VERSION, way.netid()));
            }
        }
    }

    private RegisteredProgram registered(Long... versions) throws IOException {
        return RegisteredProgram.at(scene, List.of(versions), portmapper.netids());
    }

    /** All that is asked here is on loopback, and so is what it finds. */
    private static ServiceAddress expected(RegisteredProgram program, Netid netid) {
        Service service = program.service(netid);
        UniversalAddress address = netid == Netid.LOCAL
                ? service.address().address()
                : new UniversalAddress.Inet(Service.loopback(netid.family()), service.port());
        return new ServiceAddress(program.number(), VERSION, new RpcAddress(netid, address));
    }

    private Origin origin() {
        String procedure = portmapper.knowsNetids() ? "GETVERSADDR" : "GETPORT";
        return new Origin(way, portmapper.version(), procedure, false);
    }

    private void absent() {
        if (scene.canAskForAddresses()) {
            try (RpcbindClient client = scene.client()) {
                Mismatch.unlessEqual(
                        "what is found", Optional.empty(), client.lookup(Scene.freshProgram(), VERSION, way.netid()));
            }
        }
    }

    /** Version 2 cannot be asked for one version only; the answer then says that it was version 2's. */
    private void otherVersion() throws IOException {
        if (scene.canAskForAddresses()) {
            try (RpcbindClient client = scene.client();
                    RegisteredProgram program = registered(1L, 2L)) {
                boolean cannotBeExact = portmapper.findsOtherVersions() && !portmapper.knowsNetids();
                Optional<String> toldBy = cannotBeExact ? Optional.of("GETPORT") : Optional.empty();
                Mismatch.unlessEqual(
                        "who tells something",
                        toldBy,
                        client.lookup(program.number(), VERSION, way.netid())
                                .map(found -> found.origin().procedure()));
            }
        }
    }

    private void onLoopback() throws IOException {
        Netid netid = way.netid();
        if (netid != Netid.LOCAL && scene.canAskForAddresses()) {
            try (RpcbindClient client = scene.client();
                    RegisteredProgram program = RegisteredProgram.at(
                            scene, List.of(VERSION), Service.openAt(netid, Service.loopback(netid.family())))) {
                Mismatch.unlessEqual(
                        "where it is found",
                        Optional.of(expected(program, netid)),
                        client.lookup(program.number(), VERSION, netid).map(FoundService::service));
            }
        }
    }

    /** Of other transports than the one that is asked, the list tells. */
    private void onEachNetid() throws IOException {
        try (RpcbindClient client = scene.client();
                RegisteredProgram program = registered(1L, VERSION)) {
            for (Netid netid : Netid.values()) {
                if (netid == way.netid()) {
                    continue;
                }
                Optional<FoundService> found = client.lookup(program.number(), VERSION, netid);
                Optional<ServiceAddress> expected =
                        portmapper.netids().contains(netid) ? Optional.of(expected(program, netid)) : Optional.empty();
                Mismatch.unlessEqual("where it is on " + netid.text(), expected, found.map(FoundService::service));
            }
        }
    }

    private void services() throws IOException {
        try (RpcbindClient client = scene.client();
                RegisteredProgram program = registered(VERSION)) {
            Set<ServiceAddress> expected = program.services().stream()
                    .map(service -> expected(program, service.netid()))
                    .collect(Collectors.toSet());
            List<FoundService> found = client.services(program.number());
            Mismatch.unlessEqual(
                    "the services",
                    expected,
                    found.stream().map(FoundService::service).collect(Collectors.toSet()));
            String owner = portmapper.owner(scene.registrarsWay().netid(), LibrarySuite.UID);
            Mismatch.unlessEqual(
                    "the owners",
                    Set.of(Optional.of(owner).filter(text -> !text.isEmpty())),
                    found.stream().map(FoundService::owner).collect(Collectors.toSet()));
        }
    }

    private void cached() throws IOException {
        if (!scene.canAskForAddresses()) {
            return;
        }
        try (RpcbindClient client = scene.client();
                RegisteredProgram program = registered(VERSION)) {
            RpcbindClient caching = client.caching(Duration.ofHours(1));
            long number = program.number();
            Optional<FoundService> first = caching.lookup(number, VERSION, way.netid());
            program.withdraw();
            Optional<FoundService> second = caching.lookup(number, VERSION, way.netid());
            Mismatch.unlessEqual(
                    "what is remembered", first.map(FoundService::service), second.map(FoundService::service));
            Mismatch.unlessEqual(
                    "that it is remembered", true, second.orElseThrow().origin().cached());
            caching.forget(number, VERSION, way.netid());
            Mismatch.unlessEqual("what is found then", Optional.empty(), caching.lookup(number, VERSION, way.netid()));
        }
    }
}
