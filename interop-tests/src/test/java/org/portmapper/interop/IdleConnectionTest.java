package org.portmapper.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A connection that says nothing for longer than a minute; it waits beside the other tests. */
@Execution(ExecutionMode.CONCURRENT)
class IdleConnectionTest {
    @TempDir
    private Path folder;

    @AgainstEachSubject
    void theKernelCanUnregisterOverAConnectionThatWasIdle(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("idle_connection.sh");
    }
}
