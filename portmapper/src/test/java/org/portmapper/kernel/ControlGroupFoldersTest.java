package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mount table made up for the purpose, whose mounts are folders. */
class ControlGroupFoldersTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        // root of the mount, group, folder
        "/, /, ''",
        "/, /system.slice/x.service, system.slice/x.service",
        "/docker/abc, /docker/abc, ''",
        "/docker/abc, /docker/abc/x, x",
        "/docker/abc, /docker/abcd/x, none",
        "/docker/abc, /docker, none",
        "/docker/abc, /, none",
        "/../.., /x, none", // a part of the tree that is outside of our namespace
    })
    void idIsTheInodeOfTheFolderThatShowsTheGroup(String root, String group, String relative) throws Exception {
        Path mounted = Files.createDirectories(folder.resolve("mnt"));
        mountTable("35 32 0:30 " + root + " " + mounted + " rw,relatime shared:9 - cgroup2 cgroup2 rw\n");
        OptionalLong expected = OptionalLong.empty();
        if (!relative.equals("none")) {
            Path shown = Files.createDirectories(mounted.resolve(relative));
            expected = OptionalLong.of((long) Files.getAttribute(shown, "unix:ino"));
        }
        assertThat(seen().idOf(new ControlGroupPath(group))).isEqualTo(expected);
    }

    @Test
    void onlyVersionTwoIsUsed() throws Exception {
        mountTable("""
                22 1 0:20 / /sys/fs/cgroup rw - tmpfs tmpfs rw
                23 22 0:21 / /sys/fs/cgroup/cpu rw shared:1 master:2 - cgroup cgroup rw,cpu
                24 22 0:22 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
                25 1 0:23 / /mnt/- rw - ext4 cgroup2 rw
                26 1 0:23 / /mnt rw -
                27 1 0:23 /
                """);
        assertThat(seen().mounts())
                .containsExactly(new ControlGroupFolders.Mount(Path.of("/sys/fs/cgroup/unified"), "/"));
    }

    @Test
    void oddNamesAreUnescaped() throws Exception {
        mountTable("24 22 0:22 /a\\040b /mnt/c\\134d\\011e\\012f rw - cgroup2 cgroup2 rw\n");
        assertThat(seen().mounts()).containsExactly(new ControlGroupFolders.Mount(Path.of("/mnt/c\\d\te\nf"), "/a b"));
    }

    @Test
    void withoutAMountTableNothingIsKnown() throws Exception {
        assertThat(seen().mounts()).isEmpty();
        assertThat(seen().idOf(new ControlGroupPath("/"))).isEmpty();
    }

    private ControlGroupFolders seen() {
        return ControlGroupFolders.seenFrom(folder);
    }

    private void mountTable(String table) throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("self")).resolve("mountinfo"), table);
    }
}
