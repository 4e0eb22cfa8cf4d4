package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a port below 1024 is root's. */
final class ReservedPortsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"1024, true", "2000, true", "1023, false", "0, false", "x, false"})
    void theyAreUnlessTheSettingSaysLess(String setting, boolean reserved) throws Exception {
        Path file = Files.writeString(folder.resolve("setting"), setting + "\n");
        assertThat(ReservedPorts.areReserved(file)).isEqualTo(reserved);
    }

    @Test
    void theyAreWhereThereIsNoSuchSetting() {
        assertThat(ReservedPorts.areReserved(folder.resolve("none"))).isTrue();
    }
}
