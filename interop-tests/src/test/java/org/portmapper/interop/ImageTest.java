package org.portmapper.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image with a Java of its own, and the cache that it starts with. */
class ImageTest {
    @TempDir
    private Path folder;

    @Test
    void theImageNeedsNoOtherJavaAndACacheThatDoesNotFitDoesNoHarm() throws Exception {
        assumeTrue(Subject.chosen().anyMatch(Subject.PORTMAPPER::equals), "our daemon is not among the subjects");
        new Sandbox(Subject.PORTMAPPER, folder).passes("image.sh");
    }
}
