package org.portmapper.interop.benchmark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.portmapper.interop.benchmark.Samples.Work;

/**
 * Measures all contestants in turn, round after round, so that what else happens on the machine meets all of them; prints a
 * line for each. Cold is a new client and its first look-up, warm is a further one, cached is one that is remembered.
 */
public final class ClientBenchmark {
    private static final int COLD = 50;
    private static final int WARM = 4_000;
    private static final int CACHED = 400_000;

    /** Rounds before those that count, in which the JVM compiles. */
    private static final int WARM_UP_ROUNDS = 2;

    private final Program program;
    private final int rounds;
    private final int divisor;
    private final Map<String, Samples> samples = new LinkedHashMap<>();

    private ClientBenchmark(Program program, int rounds, int divisor) {
        this.program = program;
        this.rounds = rounds;
        this.divisor = divisor;
    }

    /**
     * Arguments: program, version and port of a service that is registered; how many rounds count; by how much there
     * are fewer look-ups in a round than in a good measurement, for a quick look.
     */
    public static void main(String[] arguments) throws Exception {
        Program program =
                new Program(Long.parseLong(arguments[0]), Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
        new ClientBenchmark(program, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4])).run();
        System.exit(0);
    }

    private void run() throws Exception {
        List<Contestant> contestants = Contestant.all(program);
        for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
            if (round == WARM_UP_ROUNDS) {
                samples.clear();
            }
            for (Contestant contestant : contestants) {
                cold(contestant);
                warm(contestant.name() + ", warm", contestant, WARM);
            }
            warm("this library, cached", Contestant.cached(program), CACHED);
        }
        List<String> names = new ArrayList<>(samples.keySet());
        names.sort((a, b) -> Boolean.compare(a.endsWith("cold"), b.endsWith("cold")));
        System.out.printf("%-32s %10s %10s %10s %12s%n", "", "us median", "us min", "us max", "bytes");
        names.forEach(name -> System.out.printf("%-32s %s%n", name, samples.get(name)));
    }

    private void cold(Contestant contestant) throws Exception {
        measure(contestant.name() + ", cold", COLD, () -> {
            try (LookupClient client = contestant.opening().open()) {
                check(client.port());
            }
        });
    }

    private void warm(String name, Contestant contestant, int times) throws Exception {
        try (LookupClient client = contestant.opening().open()) {
            check(client.port());
            measure(name, times, () -> check(client.port()));
        }
    }

    private void measure(String name, int times, Work work) throws Exception {
        samples.computeIfAbsent(name, _ -> new Samples()).measure(Math.max(1, times / divisor), work);
    }

    private void check(int port) {
        if (port != program.port()) {
            throw new IllegalStateException("port: " + port + " (expected: " + program.port() + ")");
        }
    }
}
