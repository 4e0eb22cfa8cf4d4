package org.portmapper.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One portmapper has the folder, and nobody else may write to it. */
final class StateFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void itIsMadeWithItsParents() throws Exception {
        Path wanted = temporary.resolve("a/b");
        try (StateFolder folder = StateFolder.open(wanted)) {
            assertThat(folder.path()).isDirectory();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(wanted)))
                    .isEqualTo("rwxr-xr-x");
        }
    }

    @Test
    void oneAtATimeHasIt() throws Exception {
        StateFolder folder = StateFolder.open(temporary);
        assertThatThrownBy(() -> StateFolder.open(temporary)).hasMessage("another portmapper uses it");
        folder.close();
        StateFolder.open(temporary).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rwxrwxrwx"})
    void oneToWhichOthersMayWriteIsRefused(String mode) throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> StateFolder.open(temporary)).hasMessageEndingWith(", others may write to it");
    }

    @Test
    void oneOfAnotherUserIsRefused() throws Exception {
        boolean root = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        assumeTrue(root, "only root can give a folder away");
        Files.setAttribute(temporary, "unix:uid", 4321);
        assertThatThrownBy(() -> StateFolder.open(temporary)).hasMessage("it belongs to uid 4321");
    }
}
