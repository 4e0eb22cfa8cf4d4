package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps as the kernel prints them. */
class UserNamespaceTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "'         0          0 4294967295', true",
        "'0 0 1,1 1 4294967294', true",
        "'1 1 4294967294,0 0 1', true",
        "'0 0 4294967294', false",
        "'1 1 4294967294', false",
        "'0 0 65536', false",
        "'0 1000 1', false",
        "'0 100000 65536', false",
        "'0 1 1,1 0 1,2 2 4294967293', false",
        "'', false",
    })
    void everyUserIsMappedByAWholeIdentityOnly(String lines, boolean every) {
        List<String> map = lines.isEmpty() ? List.of() : List.of(lines.split(","));
        assertThat(UserNamespace.mapsEveryId(map)).isEqualTo(every);
    }

    @Test
    void whatCannotBeReadMapsNobody() {
        assertThat(UserNamespace.mapsEveryId(folder.resolve("uid_map"))).isFalse();
    }

    @Test
    void thisNamespaceIsReadAsItIs() throws Exception {
        Path map = Path.of("/proc/self/uid_map");
        boolean initial = Files.readAllLines(map).equals(List.of("         0          0 4294967295"));
        assertThat(UserNamespace.mapsEveryUser()).isEqualTo(initial);
        assertThat(UserNamespace.mapsEveryGroup()).isEqualTo(initial);
    }
}
