package org.portmapper.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Programs that use the library in earnest: Remote Tea's generated stubs, many registrations, very many look-ups. */
class LibraryProgramsTest {
    @TempDir
    private Path folder;

    @AgainstEachSubject
    void remoteTeasStubsServeAndCallThroughTheLibraryAsWithoutIt(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("calculator.sh");
    }

    /** It waits for processes that start. */
    @AgainstEachSubject
    @Execution(ExecutionMode.CONCURRENT)
    void registrationsComeBackWhenThePortmapperIsKilledAndStartedAgain(Subject subject) throws Exception {
        System.out.print(new Sandbox(subject, folder).passes("portmapper_restarts.sh", "2"));
    }

    @Test
    void veryManyLookupsAtOnceAreAnsweredOrFailByTheirDeadline() throws Exception {
        System.out.print(new Sandbox(Subject.PORTMAPPER, folder).passes("many_lookups.sh", "20000"));
    }

    /** In a hundredth of its length: what it measures so is not worth reading. */
    @Test
    void theBenchmarkOfClientsRuns() throws Exception {
        new Sandbox(Subject.PORTMAPPER, folder).passes("benchmark_clients.sh", "1", "100");
    }
}
