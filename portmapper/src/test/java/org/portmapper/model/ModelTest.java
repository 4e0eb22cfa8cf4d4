package org.portmapper.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.policy.Policies;
import org.portmapper.policy.Policy;

/** The daemon's answers are those of a list and RFC 1833's sentences, whatever happens in whichever order. */
final class ModelTest {
    /** More for a long run: {@code -Dmodel.sequences=100000}. */
    private static final int SEQUENCES = Integer.getInteger("model.sequences", 60);

    /** Another one for other sequences than those of last time. */
    private static final long FIRST_SEED = Long.getLong("model.seed", 1);

    private static final int STEPS = 60;

    @TempDir
    private Path folder;

    private final PrintStream log = System.err;

    /** Each of thousands of restarts is a line, and each full disk an error. */
    @BeforeEach
    void hideLog() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void showLog() {
        System.setErr(log);
    }

    @ParameterizedTest
    @ValueSource(strings = {"enforce", "audit"})
    void theDaemonAnswersAsTheModelDoes(String mode) {
        Policy policy = Policies.of(Programs.policy(mode));
        long began = System.nanoTime();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEQUENCES; seed++) {
            List<Step> steps = Sequence.of(seed, STEPS);
            if (failure(policy, steps).isPresent()) {
                List<Step> shortest =
                        Shrinking.shortest(steps, each -> failure(policy, each).isPresent());
                throw new AssertionError(
                        report(mode, seed, shortest), failure(policy, shortest).orElseThrow());
            }
        }
        System.out.printf(
                "model, %s: %,d sequences of %d steps in %.1f s%n",
                mode, SEQUENCES, STEPS, (System.nanoTime() - began) / 1e9);
    }

    private static String report(String mode, long seed, List<Step> steps) {
        return steps.stream()
                .map(step -> "\n  " + step)
                .collect(Collectors.joining("", "mode " + mode + ", seed " + seed + ", shortened to", ""));
    }

    /** How the daemon differs from the model after these steps, or what it threw. */
    @SuppressWarnings("IllegalCatch")
    private Optional<Throwable> failure(Policy policy, List<Step> steps) {
        try {
            Comparison comparison = new Comparison(policy, folder);
            for (Step step : steps) {
                comparison.take(step);
            }
            comparison.compareEverything();
            return Optional.empty();
        } catch (Exception | AssertionError e) {
            return Optional.of(e);
        }
    }

    @Test
    void aSequenceThatFailsIsShortenedToWhatItTakes() {
        List<Integer> steps = IntStream.range(0, 100).boxed().toList();

        assertThat(Shrinking.shortest(steps, each -> each.contains(7) && each.contains(93)))
                .containsExactly(7, 93);
    }
}
