package org.portmapper.interop.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.interop.differential.SubjectRun.Subject;

/** Sends the same calls to a stock rpcbind and to ours, and compares what they answered byte by byte. */
class DifferentialTest {
    /** The runs of one suite, all side by side: most of their time is spent waiting for what never comes. */
    private record Runs(Suite suite, SubjectRun rpcbind, SubjectRun rpcbindAgain, SubjectRun ours) {
        static Runs start(Suite suite, Path folder) throws IOException {
            return new Runs(
                    suite,
                    SubjectRun.start(Subject.RPCBIND, suite, folder, "first"),
                    SubjectRun.start(Subject.RPCBIND, suite, folder, "again"),
                    SubjectRun.start(Subject.PORTMAPPER, suite, folder, "first"));
        }

        List<Comparison> comparisons() throws IOException, InterruptedException {
            Transcript theirs = rpcbind.transcript();
            Transcript answers = ours.transcript();
            return suite.scenarios().stream()
                    .flatMap(scenario -> scenario.steps().stream())
                    .map(step -> new Comparison(step, theirs.of(step), answers.of(step)))
                    .toList();
        }
    }

    private static final List<Runs> RUNS = new ArrayList<>();

    @BeforeAll
    static void startAll(@TempDir Path folder) throws IOException {
        for (Suite suite : Suite.values()) {
            RUNS.add(Runs.start(suite, folder));
        }
    }

    @AfterAll
    static void stopAll() {
        RUNS.stream()
                .flatMap(runs -> Stream.of(runs.rpcbind(), runs.rpcbindAgain(), runs.ours()))
                .forEach(SubjectRun::close);
        RUNS.clear();
    }

    /** What is not the same twice cannot be compared with anything. */
    @Test
    void rpcbindAnswersTheSameTwice() throws IOException, InterruptedException {
        for (Runs runs : RUNS) {
            assertThat(runs.rpcbindAgain().transcript().outcomes())
                    .containsExactlyEntriesOf(runs.rpcbind().transcript().outcomes());
        }
    }

    @TestFactory
    Stream<DynamicContainer> oursAnswersAsRpcbindDoes() throws IOException, InterruptedException {
        List<DynamicContainer> suites = new ArrayList<>();
        for (Runs runs : RUNS) {
            Stream<DynamicTest> steps = runs.comparisons().stream().map(DifferentialTest::test);
            suites.add(DynamicContainer.dynamicContainer(runs.suite().name(), steps));
        }
        return suites.stream();
    }

    private static DynamicTest test(Comparison comparison) {
        Optional<String> complaint = comparison.complaint();
        return DynamicTest.dynamicTest(
                comparison.step().name(),
                () -> assertThat(complaint)
                        .withFailMessage(() -> complaint.orElse(""))
                        .isEmpty());
    }

    @Test
    void everyDifferenceThatIsListedOccurs() throws IOException, InterruptedException {
        Set<String> occurring = new TreeSet<>();
        for (Runs runs : RUNS) {
            runs.comparisons().stream()
                    .filter(comparison -> !comparison.rpcbind().equals(comparison.ours()))
                    .flatMap(comparison -> comparison.step().difference().stream())
                    .map(Difference::id)
                    .forEach(occurring::add);
        }
        assertThat(occurring).isEqualTo(DifferencesDocument.ids());
    }
}
