package org.portmapper.interop.library;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;

/**
 * A program that one SET after another has registered at sockets of this process, until it is closed.
 *
 * @param client over which it was registered and will be withdrawn
 */
record RegisteredProgram(RpcbindClient client, long number, List<Long> versions, List<Service> services)
        implements AutoCloseable {

    static RegisteredProgram at(Scene scene, List<Long> versions, List<Netid> netids) throws IOException {
        List<Service> services = new ArrayList<>();
        for (Netid netid : netids) {
            services.add(Service.open(netid));
        }
        return at(scene, versions, services.toArray(Service[]::new));
    }

    static RegisteredProgram at(Scene scene, List<Long> versions, Service... services) {
        RegisteredProgram program =
                new RegisteredProgram(scene.registrar(), Scene.freshProgram(), versions, List.of(services));
        for (Rpcb binding : program.bindings("")) {
            Mismatch.unlessEqual("SET of " + binding, true, program.client.set(binding));
        }
        return program;
    }

    Service service(Netid netid) {
        return services.stream()
                .filter(service -> service.netid() == netid)
                .findFirst()
                .orElseThrow();
    }

    /** What a portmapper lists of it when it lists addresses as they were given. */
    List<Rpcb> bindings(String owner) {
        return versions.stream()
                .flatMap(version -> services.stream()
                        .map(service ->
                                new Rpcb(number, version, service.netid().text(), service.uaddr(), owner)))
                .toList();
    }

    void withdraw() {
        for (Rpcb binding : bindings("")) {
            client.unset(number, binding.version(), binding.netid());
        }
    }

    @Override
    public void close() throws IOException {
        withdraw();
        for (Service service : services) {
            service.close();
        }
        client.close();
    }
}
