package org.portmapper.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guide.md shows works as it stands there. */
class GuideTest {
    @TempDir
    private Path folder;

    @AgainstEachSubject
    void programsOfTheGuideCompileAndDoWhatItSays(Subject subject) throws Exception {
        new Sandbox(subject, folder).passes("guide.sh");
    }
}
