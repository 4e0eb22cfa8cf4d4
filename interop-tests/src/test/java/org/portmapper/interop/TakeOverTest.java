package org.portmapper.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our daemon takes rpcbind's place and gives it back, and restarts, while services and their clients go on. */
class TakeOverTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"live", "files", "import"})
    void everyLookupFindsTheSameBeforeAndAfterAndAfterGoingBack(String way) throws Exception {
        System.out.print(ours().passes("take_over.sh", way));
    }

    @Test
    void aRestartBehindOpenSocketsLosesNoLookup() throws Exception {
        System.out.print(ours().passes("restart_activated.sh"));
    }

    private Sandbox ours() {
        assumeTrue(Subject.chosen().anyMatch(Subject.PORTMAPPER::equals), "our daemon is not among the subjects");
        return new Sandbox(Subject.PORTMAPPER, folder);
    }
}
