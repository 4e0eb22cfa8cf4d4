package org.portmapper.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What {@code interop-tests/benchmark} measures with, so that it does not rot. No figure is asserted. */
class BenchmarkTest {
    @TempDir
    private Path folder;

    @AgainstEachSubject
    void theLoadCountsRightAndWrongReplies(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("benchmark_load.sh");
    }
}
