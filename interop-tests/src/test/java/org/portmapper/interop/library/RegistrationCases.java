package org.portmapper.interop.library;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.portmapper.rpc.client.Registration;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.client.ServiceAddress;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;

/** Services that are registered over one way, and stay so. */
record RegistrationCases(Scene scene, Portmapper portmapper, Script script) {
    /** What IANA gave to NFS: not a program that an ordinary user may register, where somebody looks at that. */
    private static final long NFS = 100003;

    static Stream<Case> of(Scene scene, Script script) {
        RegistrationCases cases = new RegistrationCases(scene, scene.portmapper(), script);
        if (!scene.registrarsWay().equals(scene.way())) {
            return Stream.of(scene.tested("tells that the portmapper lets nobody register there", cases::nobody));
        }
        return Stream.of(
                scene.tested("registers several services, and withdraws them when closed", cases::registered),
                scene.tested("withdraws what is registered when the client is closed", cases::clientClosed),
                scene.tested("registers all of several services or nothing", cases::allOrNothing),
                scene.tested("says who refused a registration, and why", cases::refused),
                scene.tested("takes the place of a service that is dead", cases::dead),
                scene.tested("registers as soon as the portmapper answers", cases::whenPresent));
    }

    private void nobody() throws IOException {
        try (RpcbindClient client = scene.client();
                Service service = Service.open(Netid.TCP)) {
            RpcException refusal = Mismatch.unlessThrown(
                    RpcException.RegistrationRefused.class,
                    () -> client.register(service.serves(Scene.freshProgram(), 1)));
            says(refusal, scene.way().toString());
        }
    }

    private static void says(RpcException refusal, String part) {
        Mismatch.unless(refusal.getMessage().contains(part), "the message", "with " + part, refusal.getMessage());
    }

    /** Two versions of a program at a socket of each kind; closed with the case. */
    private final class Several implements AutoCloseable {
        final long program = Scene.freshProgram();
        final List<Service> sockets = new ArrayList<>();
        final List<ServiceAddress> services = new ArrayList<>();

        Several() throws IOException {
            for (Netid netid : portmapper.netids()) {
                Service socket = Service.open(netid);
                sockets.add(socket);
                services.add(socket.serves(program, 1));
                services.add(socket.serves(program, 2));
            }
        }

        Set<Rpcb> expected() {
            String owner = portmapper.owner(scene.way().netid(), LibrarySuite.UID);
            return services.stream()
                    .map(ServiceAddress::toRpcb)
                    .map(each -> new Rpcb(each.program(), each.version(), each.netid(), each.address(), owner))
                    .collect(Collectors.toSet());
        }

        @Override
        public void close() throws IOException {
            for (Service socket : sockets) {
                socket.close();
            }
        }
    }

    private Set<Rpcb> listed(long program) {
        try (RpcbindClient other = scene.client()) {
            return other.list().stream()
                    .filter(binding -> binding.program() == program)
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    private void registered() throws IOException {
        try (RpcbindClient client = scene.client();
                Several several = new Several()) {
            try (Registration registration = client.register(several.services)) {
                Mismatch.unlessEqual("the services", several.services, registration.services());
                boolean is = registration.status() instanceof Registration.Registered;
                Mismatch.unless(is, "the status", "registered", registration.status());
                Mismatch.unlessEqual("what is listed", several.expected(), listed(several.program));
            }
            Mismatch.unlessEqual("what is left", Set.of(), listed(several.program));
        }
    }

    private void clientClosed() throws IOException {
        try (Several several = new Several()) {
            Registration registration;
            try (RpcbindClient client = scene.client()) {
                registration = client.register(several.services);
            }
            Mismatch.unlessEqual("the status", new Registration.Closed(), registration.status());
            Mismatch.unlessEqual("what is left", Set.of(), listed(several.program));
        }
    }

    /** What is in the way is caller.c, whose answer proves at once that it lives. */
    private void allOrNothing() throws IOException {
        long program = CallCases.PROGRAM;
        ServiceAddress other = ServiceAddress.of(program, CallCases.VERSION, Netid.TCP, CallCases.PORT);
        try (RpcbindClient client = scene.client();
                Registration rival = client.register(other);
                Service udp = Service.open(Netid.UDP);
                Service tcp = Service.open(Netid.TCP)) {
            List<ServiceAddress> services = List.of(
                    udp.serves(program, 2),
                    tcp.serves(program, 3),
                    tcp.serves(program, other.version()),
                    tcp.serves(program, 4));
            RpcException.RegistrationRefused refusal =
                    Mismatch.unlessThrown(RpcException.RegistrationRefused.class, () -> client.register(services));
            Mismatch.unlessEqual("the service that was refused", services.get(2), refusal.service());
            Set<Long> versions = listed(program).stream().map(Rpcb::version).collect(Collectors.toSet());
            Mismatch.unlessEqual("the versions that are registered", Set.of(other.version()), versions);
            Mismatch.unlessEqual("what is still registered", List.of(other), rival.services());
        }
    }

    private void refused() throws IOException {
        try (RpcbindClient client = scene.client();
                RegisteredProgram other = RegisteredProgram.at(scene, List.of(1L), List.of(Netid.TCP));
                Service service = Service.open(Netid.TCP)) {
            RpcException taken = Mismatch.unlessThrown(
                    RpcException.RegistrationRefused.class, () -> client.register(service.serves(other.number(), 1)));
            says(taken, scene.way().toString());
            says(taken, other.service(Netid.TCP).uaddr());
            if (portmapper == Portmapper.PORTMAPPER) {
                RpcException forbidden = Mismatch.unlessThrown(
                        RpcException.RegistrationRefused.class, () -> client.register(service.serves(NFS, 3)));
                says(forbidden, "portmapper policy explain --program " + NFS);
            } else {
                client.register(service.serves(NFS, 3)).close();
            }
        }
    }

    private void dead() throws IOException {
        try (RpcbindClient client = scene.client();
                RegisteredProgram dead = RegisteredProgram.at(scene, List.of(1L), List.of(Netid.TCP));
                Service service = Service.open(Netid.TCP)) {
            dead.service(Netid.TCP).close();
            try (Registration registration = client.register(service.serves(dead.number(), 1))) {
                Set<String> addresses =
                        listed(dead.number()).stream().map(Rpcb::address).collect(Collectors.toSet());
                Mismatch.unlessEqual("where it is registered", Set.of(service.uaddr()), addresses);
                Mismatch.unlessEqual(
                        "how many are registered", 1, registration.services().size());
            }
        }
    }

    private void whenPresent() throws IOException, InterruptedException {
        try (RpcbindClient client = scene.client().within(Duration.ofMillis(200));
                Service service = Service.open(Netid.TCP)) {
            script.stopPortmapper();
            ServiceAddress address = service.serves(Scene.freshProgram(), 1);
            try (Registration registration = client.registerWhenPresent(List.of(address))) {
                boolean waits = registration.status() instanceof Registration.Waiting;
                Mismatch.unless(waits, "the status", "waiting", registration.status());
                script.continuePortmapper();
                while (!(registration.status() instanceof Registration.Registered)) {
                    Thread.sleep(10);
                }
                Mismatch.unlessEqual(
                        "how many are listed", 1, listed(address.program()).size());
            }
        } finally {
            script.continuePortmapper();
        }
    }
}
