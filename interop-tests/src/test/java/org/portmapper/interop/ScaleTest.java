package org.portmapper.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many bindings of many owners: none is missing or listed twice, for fast readers and slow ones, before and after a restart. */
class ScaleTest {
    @TempDir
    private Path folder;

    /** Against ours only: in rpcbind a binding outlives its owner. */
    @Test
    void bindingsOfAThousandOwnersAreListedOnceAndEndWithThem() throws Exception {
        assumeTrue(Subject.chosen().anyMatch(Subject.PORTMAPPER::equals), "our daemon is not among the subjects");
        System.out.print(new Sandbox(Subject.PORTMAPPER, folder).passes("scale.sh"));
    }
}
