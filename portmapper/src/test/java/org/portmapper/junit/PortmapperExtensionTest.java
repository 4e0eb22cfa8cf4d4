package org.portmapper.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.junit.Samples.GIVEN;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.portmapper.embedded.EmbeddedPortmapper;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Rpcb;

/** Which portmapper a test is given, and that it ends with the test; the samples run in parallel. */
final class PortmapperExtensionTest {
    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4",
            // JUnit 6 recommends that one or the other is named.
            "junit.jupiter.execution.parallel.config.executor-service", "FORK_JOIN_POOL");

    @BeforeEach
    void forget() {
        GIVEN.clear();
    }

    @AfterEach
    void allHaveBeenClosed() {
        assertThat(GIVEN.values()).allSatisfy(each -> assertThat(each.socket()).doesNotExist());
    }

    @Test
    void eachTestHasItsOwnWithWhatComesBeforeAndAfterIt() {
        assertThat(failuresOf(Samples.OneForEach.class)).isEmpty();
        assertThat(GIVEN).containsKeys("repetition 1", "repetition 2", "nested");
        assertThat(different(List.of("first", "second", "repetition 1", "repetition 2", "nested")))
                .hasSize(5);
        for (String test : List.of("first", "second")) {
            String name = test + "(EmbeddedPortmapper)";
            assertThat(different(List.of(test, "before " + name, "after " + name)))
                    .hasSize(1);
        }
    }

    @Test
    void aStaticFieldIsForTheClassAndWhatIsInIt() {
        assertThat(failuresOf(Samples.OneForTheClass.class)).isEmpty();
        assertThat(GIVEN).containsOnlyKeys("first", "second", "nested");
        assertThat(different(GIVEN.keySet())).hasSize(1);
    }

    @Test
    void oneThatIsAskedForBeforeAllIsForTheClass() {
        assertThat(failuresOf(Samples.OneForTheClassThatAsks.class)).isEmpty();
        assertThat(GIVEN).containsOnlyKeys("before", "first", "second");
        assertThat(different(GIVEN.keySet())).hasSize(1);
    }

    @Test
    void aFieldThatIsNotStaticIsForEachTest() {
        assertThat(failuresOf(Samples.OneForEachWithOptions.class)).isEmpty();
        assertThat(GIVEN).containsOnlyKeys("first", "second");
        assertThat(different(GIVEN.keySet())).hasSize(2);
    }

    @Test
    void aPortmapperThatCannotStartIsToldInItsOwnWords() {
        assertThat(failuresOf(Samples.WrongPolicy.class))
                .singleElement()
                .satisfies(
                        failure -> assertThat(failure)
                                .contains(
                                        "policy:1:1: moed: unknown key (expected: mode, program or quota), did you mean \"mode\"?"));
        assertThat(GIVEN).isEmpty();
    }

    @Test
    void aConstructorIsNotGivenAny() {
        assertThat(failuresOf(Samples.Constructed.class))
                .singleElement()
                .satisfies(failure -> assertThat(failure).contains("No ParameterResolver registered", "Constructed("));
        assertThat(GIVEN).isEmpty();
    }

    /** Neither a socket nor the superuser is needed for that. */
    @Test
    @ExtendWith(PortmapperExtension.class)
    void unlessItSaysOtherwiseATestRegistersWhatItLikes(EmbeddedPortmapper portmapper) {
        try (RpcbindClient client = portmapper.client()) {
            assertThat(client.set(new Rpcb(100_003, 3, "tcp", "127.0.0.1.8.1", "")))
                    .isTrue();
        }
    }

    private static Set<EmbeddedPortmapper> different(Collection<String> methods) {
        return methods.stream().map(GIVEN::get).collect(Collectors.toSet());
    }

    /** Runs a sample; the messages of what failed in it, with those of their causes. */
    private static List<String> failuresOf(Class<?> sample) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(sample))
                .configurationParameters(PARALLEL)
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsStartedCount()).isPositive();
        return summary.getFailures().stream()
                .map(failure -> messages(failure.getException()))
                .toList();
    }

    private static String messages(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .map(Throwable::toString)
                .collect(Collectors.joining("\n"));
    }
}
