package org.portmapper.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hosts and users who want to stop the portmapper, or to have it harm others. What rpcbind does is printed beside it. The figures are not
 * asserted; {@code interop-tests/hostile-load} puts the full load on.
 */
class HostileTest {
    @TempDir
    private Path folder;

    @AgainstEachSubject
    void lookUpsAreAnsweredUnderHostileLoad(Subject subject) throws Exception {
        System.out.print(new Sandbox(subject, folder).passes("hostile_load.sh"));
    }

    @AgainstEachSubject
    void anotherHostGetsHardlyMoreBytesThanItSends(Subject subject) throws Exception {
        System.out.print(new Sandbox(subject, folder).passes("amplification.sh"));
    }

    @AgainstEachSubject
    void withoutDescriptorsWhoIsConnectedIsServedOn(Subject subject) throws Exception {
        System.out.print(new Sandbox(subject, folder).passes("descriptors.sh"));
    }

    /** Against ours only: rpcbind does not mark datagrams. */
    @Test
    void changesThatCameBeforeTheirMarksAreSentAgain() throws Exception {
        assumeTrue(Subject.chosen().anyMatch(Subject.PORTMAPPER::equals), "our daemon is not among the subjects");
        new Sandbox(Subject.PORTMAPPER, folder).passes("early_calls.sh");
    }
}
