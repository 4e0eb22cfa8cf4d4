package org.portmapper.interop.library;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.portmapper.rpc.client.FoundService;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/**
 * Very many look-ups at once by one client, half of them of a program that is registered. Prints how they ended, in what
 * time, and what they cost; fails where an answer is wrong or where one of them did not end by its deadline.
 */
public final class ManyLookups {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** A busy machine notices the end of a deadline late. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private ManyLookups() {}

    /** Arguments: how many; the netid by which the portmapper of this host is asked. */
    public static void main(String[] arguments)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        int count = Integer.parseInt(arguments[0]);
        Netid netid = Netid.of(arguments[1]).orElseThrow();
        RpcAddress way = netid == Netid.LOCAL
                ? RpcAddress.ofLocal(Portmapper.LOCAL_SOCKET)
                : RpcAddress.of(Service.loopback(netid.family()), 111, netid);
        Scene scene = new Scene(Portmapper.PORTMAPPER, way);
        try (RpcbindClient client = scene.client().within(DEADLINE);
                RegisteredProgram program = RegisteredProgram.at(scene, List.of(1L), List.of(netid))) {
            lookUp(client, program, count);
        }
        System.exit(0);
    }

    private static void lookUp(RpcbindClient client, RegisteredProgram program, int count)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Service service = program.services().get(0);
        UniversalAddress expected = service.asSeenFrom(
                service.netid() == Netid.LOCAL
                        ? service.address()
                        : RpcAddress.of(Service.loopback(service.netid().family()), 111, service.netid()));
        long absent = Scene.freshProgram();
        long start = System.nanoTime();
        List<CompletableFuture<String>> ends = IntStream.range(0, count)
                .mapToObj(i -> i % 2 == 0
                        ? ending(client.lookupAsync(program.number(), 1, service.netid()), Optional.of(expected))
                        : ending(client.lookupAsync(absent, 1, service.netid()), Optional.empty()))
                .toList();
        Duration sent = Duration.ofNanos(System.nanoTime() - start);
        CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new))
                .get(DEADLINE.plus(GRACE).toSeconds(), TimeUnit.SECONDS);
        Duration ended = Duration.ofNanos(System.nanoTime() - start);
        Map<String, Integer> outcomes = new TreeMap<>();
        ends.forEach(end -> outcomes.merge(end.join(), 1, Integer::sum));
        System.out.printf(
                "%d look-ups by %s: %s; all asked after %d ms, all ended after %d ms; at most %d MB of heap, %s of memory%n",
                count,
                service.netid().text(),
                outcomes,
                sent.toMillis(),
                ended.toMillis(),
                peakHeap() >> 20,
                peakMemory());
        Mismatch.unlessEqual("wrong answers", false, outcomes.containsKey("wrong"));
    }

    private static CompletableFuture<String> ending(
            CompletableFuture<Optional<FoundService>> lookup, Optional<UniversalAddress> expected) {
        return lookup.handle((found, failure) -> failure == null
                ? found.map(each -> each.service().universalAddress()).equals(expected) ? "right" : "wrong"
                : Objects.requireNonNull(failure).getClass().getSimpleName());
    }

    /** The sum of what each part of the heap had at its peak: not less than there was at any time. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static String peakMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.substring("VmHWM:".length()).strip())
                .findFirst()
                .orElse("unknown");
    }
}
