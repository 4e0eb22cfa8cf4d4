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
import org.portmapper.interop.Subject;

/** Sends the same calls to a stock rpcbind and to ours, and compares what they answered byte by byte. */
class DifferentialTest {
    /** The runs of one suite. */
    private record Runs(Suite suite, SubjectRun rpcbind, SubjectRun rpcbindAgain, SubjectRun ours) {
        List<Comparison> comparisons() throws IOException {
            Transcript theirs = rpcbind.transcript();
            Transcript answers = ours.transcript();
            return suite.scenarios().stream()
                    .flatMap(scenario -> scenario.steps().stream())
                    .map(step -> new Comparison(step, theirs.of(step), answers.of(step)))
                    .toList();
        }
    }

    private static final List<Runs> RUNS = new ArrayList<>();

    /** The probe is on the subject's host; what is different only elsewhere, amplification.sh shows. */
    static final Set<String> FROM_ANOTHER_HOST = Set.of("D37", "D38");

    /** In pairs: a run mostly waits for what does not come, but starting a daemon and a probe takes a processor each. */
    @BeforeAll
    static void runAll(@TempDir Path folder) throws IOException, InterruptedException {
        for (Suite suite : Suite.values()) {
            SubjectRun ours = SubjectRun.start(Subject.PORTMAPPER, suite, folder, "first");
            SubjectRun rpcbind = SubjectRun.start(Subject.RPCBIND, suite, folder, "first");
            ours.awaitEnd();
            rpcbind.awaitEnd();
            SubjectRun rpcbindAgain = SubjectRun.start(Subject.RPCBIND, suite, folder, "again");
            RUNS.add(new Runs(suite, rpcbind, rpcbindAgain, ours));
        }
        for (Runs runs : RUNS) {
            runs.rpcbindAgain().awaitEnd();
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
    void rpcbindAnswersTheSameTwice() throws IOException {
        for (Runs runs : RUNS) {
            assertThat(runs.rpcbindAgain().transcript().outcomes())
                    .containsExactlyEntriesOf(runs.rpcbind().transcript().outcomes());
        }
    }

    @TestFactory
    Stream<DynamicContainer> oursAnswersAsRpcbindDoes() throws IOException {
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
    void everyDifferenceThatIsListedOccurs() throws IOException {
        Set<String> occurring = new TreeSet<>();
        for (Runs runs : RUNS) {
            runs.comparisons().stream()
                    .filter(comparison -> !comparison.rpcbind().equals(comparison.ours()))
                    .flatMap(comparison -> comparison.step().difference().stream())
                    .map(Difference::id)
                    .forEach(occurring::add);
        }
        occurring.addAll(FROM_ANOTHER_HOST);
        assertThat(occurring).isEqualTo(DifferencesDocument.ids());
    }
}
