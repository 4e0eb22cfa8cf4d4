package org.portmapper.interop.library;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;

/** The procedures of RFC 1833, asked over one way. */
record QuestionCases(Scene scene, Portmapper portmapper, RpcAddress way) {
    private static final long PORTMAPPER = 100000;

    static Stream<Case> of(Scene scene) {
        QuestionCases cases = new QuestionCases(scene, scene.portmapper(), scene.way());
        return Stream.of(
                scene.tested("answers a ping", cases::ping),
                scene.tested("decides by the first answer which version to speak", cases::version),
                scene.tested("lists what is registered, and by whom", cases::list),
                scene.tested("finds all addresses of a program, where the portmapper knows netids", cases::addresses),
                scene.tested("registers and withdraws on every netid that the portmapper knows", cases::setAndUnset),
                scene.tested("tells that another address is taken", cases::taken),
                scene.tested("refuses netids that the portmapper does not know", cases::unknownNetid),
                scene.tested("tells the portmapper's time, where it tells it", cases::time),
                scene.tested("tells what the portmapper counted, where it does", cases::statistics));
    }

    private void ping() {
        try (RpcbindClient client = scene.client()) {
            client.ping();
        }
    }

    private void version() {
        try (RpcbindClient client = scene.client()) {
            client.list();
            Mismatch.unlessEqual("the version", portmapper.version(), client.version());
            client.ping();
        }
    }

    private void list() throws IOException {
        try (RpcbindClient client = scene.client();
                RegisteredProgram first = RegisteredProgram.at(scene, List.of(1L, 2L), portmapper.netids());
                RegisteredProgram second = RegisteredProgram.at(scene, List.of(7L), List.of(Netid.TCP))) {
            Set<Long> programs = Set.of(first.number(), second.number());
            String owner = portmapper.owner(way.netid(), LibrarySuite.UID);
            Set<Rpcb> expected = new HashSet<>(first.bindings(owner));
            expected.addAll(second.bindings(owner));
            List<Rpcb> all = client.list();
            Set<Rpcb> listed = all.stream()
                    .filter(binding -> programs.contains(binding.program()))
                    .collect(Collectors.toSet());
            Mismatch.unlessEqual("what is listed of the two", expected, listed);
            boolean itself = all.stream()
                    .anyMatch(binding -> binding.program() == PORTMAPPER && binding.version() == portmapper.version());
            Mismatch.unless(itself, "the list", "the portmapper itself too", all);
        }
    }

    private void addresses() throws IOException {
        try (RpcbindClient client = scene.client();
                RegisteredProgram program = RegisteredProgram.at(scene, List.of(3L), portmapper.netids())) {
            if (!portmapper.knowsNetids()) {
                Mismatch.unlessThrown(portmapper.refusalOfVersions(), () -> client.addresses(program.number(), 3));
                return;
            }
            Set<String> found = client.addresses(program.number(), 3).stream()
                    .map(RpcbEntry::netid)
                    .collect(Collectors.toSet());
            Mismatch.unlessEqual("the netids", netidsInList(), found);
        }
    }

    /** GETADDRLIST tells what the caller can reach from where it asked; a stock rpcbind tells nothing over the local socket. */
    private Set<String> netidsInList() {
        return portmapper.netids().stream()
                .filter(netid -> netid.family() == way.netid().family())
                .filter(netid -> netid != Netid.LOCAL || portmapper == Portmapper.PORTMAPPER)
                .map(Netid::text)
                .collect(Collectors.toSet());
    }

    private void setAndUnset() throws IOException {
        try (RpcbindClient client = scene.client();
                RegisteredProgram program = RegisteredProgram.at(scene, List.of(1L), portmapper.netids())) {
            for (Netid netid : portmapper.netids()) {
                boolean withdrawn = program.client().unset(program.number(), 1, netid.text());
                // Version 2's UNSET takes both transports at once, so the second one finds nothing.
                Mismatch.unless(withdrawn || netid == Netid.TCP, "UNSET of " + netid.text(), true, withdrawn);
            }
            boolean gone = client.list().stream().noneMatch(binding -> binding.program() == program.number());
            Mismatch.unless(gone, "the program", "not listed", "listed");
        }
    }

    private void taken() throws IOException {
        try (RegisteredProgram program = RegisteredProgram.at(scene, List.of(1L), List.of(Netid.TCP));
                Service other = Service.open(Netid.TCP)) {
            Rpcb binding = new Rpcb(program.number(), 1, "tcp", other.uaddr(), "");
            Mismatch.unlessEqual(
                    "SET of another address", false, program.client().set(binding));
        }
    }

    private void unknownNetid() throws IOException {
        try (RpcbindClient client = scene.registrar();
                Service service = Service.open(Netid.TCP6)) {
            Rpcb binding = new Rpcb(Scene.freshProgram(), 1, "tcp6", service.uaddr(), "");
            if (portmapper.knowsNetids()) {
                Mismatch.unlessEqual("SET on tcp6", true, client.set(binding));
                client.unset(binding.program(), 1, "tcp6");
            } else {
                Mismatch.unlessThrown(portmapper.refusalOfVersions(), () -> client.set(binding));
            }
        }
    }

    private void time() {
        try (RpcbindClient client = scene.client()) {
            if (portmapper.knowsNetids()) {
                Duration apart = Duration.between(client.time(), Instant.now()).abs();
                Mismatch.unless(apart.compareTo(Duration.ofMinutes(1)) < 0, "the clocks", "the same time", apart);
            } else {
                Mismatch.unlessThrown(portmapper.refusalOfVersions(), client::time);
            }
        }
    }

    private void statistics() {
        try (RpcbindClient client = scene.client()) {
            if (portmapper.knowsNetids()) {
                Mismatch.unlessEqual("versions counted", 3, client.statistics().size());
            } else {
                Mismatch.unlessThrown(portmapper.refusalOfVersions(), client::statistics);
            }
        }
    }
}
