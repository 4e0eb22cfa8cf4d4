package org.portmapper.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.config.PortmapperConfig.LogLevel;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.model.Who;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.server.Portmapper;

/** Whatever is sent: short runs here, long ones by system properties; CONTRIBUTING.md has the command. */
final class FuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final long INPUTS = Long.getLong("fuzz.inputs", 20_000);
    private static final long DATAGRAMS = Long.getLong("fuzz.datagrams", 10_000);
    private static final long STREAMS = Long.getLong("fuzz.streams", 1_000);

    /** From so many datagrams on the process's memory is its load's, and no longer the compiler's and the class loader's. */
    private static final long LONG = 500_000;

    private static final int SOME_PORT = 2049;
    private static final int MESSAGES = 12;

    /** What a collector may leave, and a pool may keep, besides the tenth. */
    private static final long SLACK = 8 << 20;

    @TempDir
    private Path folder;

    private final Mutation mutation = new Mutation(SEED, Seeds.of(SOME_PORT));
    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void theCodecTakesEverything() {
        feed("codec", INPUTS, mutation::next, CodecTarget::fuzzerTestOneInput);
        feed("records", INPUTS, this::stream, CodecTarget::fuzzerTestOneInput);
    }

    @Test
    void theRegistryStaysWholeWhateverIsDispatched() {
        feed("dispatch", INPUTS / 10, this::dispatched, DispatchTarget::fuzzerTestOneInput);
    }

    private byte[] stream() {
        return Framing.of(messages(), random);
    }

    private byte[] dispatched() {
        List<byte[]> messages = messages();
        List<Integer> callers =
                messages.stream().map(each -> random.nextInt(Who.ALL.size())).toList();
        return DispatchTarget.input(messages, callers);
    }

    private List<byte[]> messages() {
        return Stream.generate(mutation::next)
                .limit(random.nextInt(1, MESSAGES))
                .toList();
    }

    /** Whatever it throws, the bytes are told: they become a test with a name. */
    @SuppressWarnings("IllegalCatch")
    private static void feed(String name, long count, Supplier<byte[]> inputs, Consumer<byte[]> target) {
        long began = System.nanoTime();
        for (long i = 0; i < count; i++) {
            byte[] input = inputs.get();
            try {
                target.accept(input);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(name + " of " + HexFormat.of().formatHex(input), e);
            }
        }
        System.out.printf("fuzz, %s: %,d inputs in %.1f s%n", name, count, seconds(began));
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    @Test
    void theDaemonServesOnWhateverIsSent() throws Exception {
        Level level = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(DATAGRAMS < LONG ? Level.PARANOID : Level.SIMPLE);
        try (ErrorLog log = new ErrorLog()) {
            serve(log);
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
    }

    private void serve(ErrorLog log) throws Exception {
        Path socket = folder.resolve("s");
        Directories directories = new Directories(folder.resolve("state"), folder.resolve("policy"));
        Serving serving =
                new Serving(0, listen(), List.of(socket.toString()), true, PortmapperConfig.DEFAULT_PROTECTION);
        try (Portmapper daemon = Portmapper.start(new PortmapperConfig(serving, directories, LogLevel.INFO));
                Load load = new Load(SEED, listen(daemon), daemon.port(), UnixDomainSocketAddress.of(socket))) {
            load.run(DATAGRAMS / 10, STREAMS / 10);
            Memory before = Memory.now();
            long began = System.nanoTime();
            load.run(DATAGRAMS, STREAMS);
            double seconds = seconds(began);
            Memory after = Memory.now();
            tellOfLeaks();
            System.out.printf(
                    "fuzz, daemon: %,d datagrams and %,d streams in %.1f s%n%s%nbefore: %s%nafter:  %s%n",
                    DATAGRAMS, STREAMS, seconds, load.figures(), before, after);
            requireSame(before, after);
        }
        assertThat(log.errors()).isEmpty();
    }

    private static List<InetAddress> listen() {
        return List.of(address("127.0.0.1"), address("::1"));
    }

    /** Those of them that this host has. */
    private static List<InetAddress> listen(Portmapper daemon) {
        List<InetAddress> addresses = new ArrayList<>(listen());
        addresses.removeIf(each ->
                each.equals(address("::1")) && daemon.address(Netid.UDP6).isEmpty());
        return addresses;
    }

    private static InetAddress address(String text) {
        return AddressText.parse(text).orElseThrow();
    }

    /** A buffer that was not released is found when the next ones are made after it has been collected. */
    private static void tellOfLeaks() {
        for (int i = 0; i < 1_000; i++) {
            Unpooled.directBuffer(1).release();
        }
    }

    private static void requireSame(Memory before, Memory after) {
        requireSame("heap", before.heap(), after.heap());
        requireSame("direct", before.direct(), after.direct());
        requireSame("netty", before.netty(), after.netty());
        if (DATAGRAMS >= LONG) {
            assertThat(after.resident()).as("resident bytes").isLessThan(before.resident() * 11 / 10);
        }
    }

    private static void requireSame(String what, long before, long after) {
        assertThat(after).as("bytes of %s", what).isLessThan(before * 11 / 10 + SLACK);
    }
}
