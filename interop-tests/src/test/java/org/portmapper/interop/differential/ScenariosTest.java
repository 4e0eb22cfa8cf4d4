package org.portmapper.interop.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.portmapper.rpc.xdr.Opaque;

/** The scenarios themselves, without any subject. */
class ScenariosTest {
    private static final int FEWEST_CALLS = 400;

    private static Stream<Step> steps() {
        return Stream.of(Suite.values())
                .flatMap(suite -> suite.scenarios().stream())
                .flatMap(scenario -> scenario.steps().stream());
    }

    @Test
    void noTwoStepsOfASuiteHaveTheSameName() {
        for (Suite suite : Suite.values()) {
            List<String> names = suite.scenarios().stream()
                    .flatMap(scenario -> scenario.steps().stream())
                    .map(Step::name)
                    .toList();
            assertThat(names)
                    .doesNotHaveDuplicates()
                    .allSatisfy(name -> assertThat(name).doesNotContain("\t", "\n"));
        }
    }

    @Test
    void moreThanFourHundredCallsAreDistinct() {
        Set<String> calls = steps().map(step -> step.caller() + " " + step.ending() + " " + hex(step))
                .collect(Collectors.toSet());
        assertThat(calls).hasSizeGreaterThan(FEWEST_CALLS);
    }

    private static List<String> hex(Step step) {
        return step.pieces().stream().map(Opaque::toHex).toList();
    }

    @Test
    void everyDifferenceIsExplainedAndEveryExplanationIsTested() throws IOException {
        Set<String> tested = steps().map(Step::difference)
                .flatMap(Optional::stream)
                .map(Difference::id)
                .collect(Collectors.toCollection(TreeSet::new));
        tested.addAll(DifferentialTest.FROM_ANOTHER_HOST);
        assertThat(DifferencesDocument.ids()).isEqualTo(tested);
    }
}
