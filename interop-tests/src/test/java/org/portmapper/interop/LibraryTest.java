package org.portmapper.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One suite of cases for the library, played as an ordinary user's program (library.sh) against each of four portmappers. */
class LibraryTest {
    /**
     * A portmapper that the suite knows.
     *
     * @param cases how many there are at least for what it can do; where fewer were played, some have been lost
     */
    private record Portmapper(String title, int cases) {}

    private static final List<Portmapper> PORTMAPPERS = List.of(
            new Portmapper("rpcbind", 165),
            new Portmapper("portmapper", 165),
            new Portmapper("jportmap", 117),
            new Portmapper("oncrpc4j", 127));

    @TempDir
    private Path folder;

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicContainer> worksOnJava17() {
        return onJava("17");
    }

    @TestFactory
    Stream<DynamicContainer> worksOnJava25() {
        return onJava("25");
    }

    private Stream<DynamicContainer> onJava(String java) {
        Optional<String> chosen = Optional.ofNullable(System.getProperty("subject"))
                .or(() -> Optional.ofNullable(System.getenv("subject")));
        return PORTMAPPERS.stream()
                .filter(portmapper -> chosen.isEmpty() || chosen.get().equals(portmapper.title()))
                .map(portmapper -> DynamicContainer.dynamicContainer(
                        "against " + portmapper.title(),
                        Stream.of(java).flatMap(version -> play(portmapper, version))));
    }

    private Stream<DynamicTest> play(Portmapper portmapper, String java) {
        List<String> lines = transcript(portmapper, java).lines().toList();
        assertThat(lines).hasSizeGreaterThanOrEqualTo(portmapper.cases());
        return lines.stream().map(LibraryTest::test);
    }

    private String transcript(Portmapper portmapper, String java) {
        try {
            return new Sandbox(portmapper.title(), folder).passes("library.sh", java);
        } catch (IOException | InterruptedException e) {
            return fail("library.sh could not be run", e);
        }
    }

    /** A line is "ok NAME" or "FAILED NAME: REASON". */
    private static DynamicTest test(String line) {
        return line.startsWith("ok ")
                ? dynamicTest(line.substring("ok ".length()), () -> {})
                : dynamicTest(line, () -> fail(line));
    }
}
