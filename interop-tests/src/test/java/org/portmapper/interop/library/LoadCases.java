package org.portmapper.interop.library;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.portmapper.rpc.client.FoundService;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** Much at once. */
record LoadCases(Scene scene) {
    private static final int LOOKUPS = 1000;

    /** So many that a list of version 4 just fits into what portmappers send over UDP, 9,000 bytes. */
    private static final int BINDINGS_IN_A_DATAGRAM = 100;

    private static final int BINDINGS_IN_A_STREAM = 400;

    static Stream<Case> of(Scene scene) {
        LoadCases cases = new LoadCases(scene);
        return Stream.of(
                scene.tested("lists hundreds of bindings", cases::list),
                scene.tested("asks a thousand questions without waiting for the first answer", cases::pipelined));
    }

    private void list() throws IOException {
        boolean datagrams = scene.way().netid().semantics() == Netid.Semantics.CONNECTIONLESS;
        int count = datagrams ? BINDINGS_IN_A_DATAGRAM : BINDINGS_IN_A_STREAM;
        try (RpcbindClient client = scene.client();
                RpcbindClient registrar = scene.registrar();
                Service service = Service.open(Netid.TCP)) {
            List<Rpcb> bindings = LongStream.range(0, count)
                    .mapToObj(i -> new Rpcb(Scene.freshProgram(), 1, "tcp", service.uaddr(), ""))
                    .toList();
            allTrue(bindings.stream().map(registrar::setAsync).toList());
            long first = bindings.get(0).program();
            long listed = client.list().stream()
                    .filter(binding -> binding.program() >= first)
                    .filter(binding -> binding.program() < first + count)
                    .count();
            Mismatch.unlessEqual("how many are listed", (long) count, listed);
            allTrue(bindings.stream()
                    .map(binding -> registrar.unsetAsync(binding.program(), 1, "tcp"))
                    .toList());
        }
    }

    private static void allTrue(List<CompletableFuture<Boolean>> answers) {
        long refused = answers.stream().filter(answer -> !answer.join()).count();
        Mismatch.unlessEqual("how many were refused", 0L, refused);
    }

    private void pipelined() throws IOException {
        if (!scene.canAskForAddresses()) {
            return;
        }
        Netid netid = scene.way().netid();
        try (RpcbindClient client = scene.client();
                RegisteredProgram program = RegisteredProgram.at(scene, List.of(1L), List.of(netid))) {
            UniversalAddress expected = program.service(netid).asSeenFrom(scene.way());
            List<CompletableFuture<Optional<FoundService>>> answers = Stream.generate(
                            () -> client.lookupAsync(program.number(), 1, netid))
                    .limit(LOOKUPS)
                    .toList();
            long right = answers.stream()
                    .flatMap(answer -> answer.join().stream())
                    .filter(found -> found.service().universalAddress().equals(expected))
                    .count();
            Mismatch.unlessEqual("how many answers are right", (long) LOOKUPS, right);
        }
    }
}
