package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tree of control groups made of ordinary folders, walked when the test says so. */
class UnitsByControlGroupTest {
    private static final int MAX_FOLDERS = 20;

    @TempDir
    private Path folder;

    private final Queue<Runnable> walks = new ArrayDeque<>();

    @ParameterizedTest
    @CsvSource({
        "system.slice/x.service, x.service",
        "system.slice/system-a.slice/a@1.service, a@1.service",
        "system.slice/x.service/a/b/nfs-ganesha.service, x.service",
        "system.slice, ''",
        "init.scope, ''",
        "user.slice/user-1.slice/user@1.service/app.slice/nfs-ganesha.service, ''",
        "docker/nfs-ganesha.service, ''",
    })
    void groupIsOfItsUnit(String group, String unit) throws Exception {
        long id = group(group);
        UnitsByControlGroup units = units();
        assertThat(units.unitOf(id)).as("before the first walk").isEmpty();
        CompletableFuture<Void> refreshed = units.refresh();
        assertThat(units.unitOf(id)).as("before the walk").isEmpty();
        walks.remove().run();
        assertThat(refreshed).isCompleted();
        assertThat(units.unitOf(id)).isEqualTo(unit.isEmpty() ? Optional.empty() : Optional.of(unit));
        assertThat(units.unitOf(id + 1_000_000_000)).isEmpty();
    }

    @Test
    void refreshSeesWhatIsThereWhenItIsAskedFor() throws Exception {
        UnitsByControlGroup units = units();
        CompletableFuture<Void> first = units.refresh();
        assertThat(units.refresh()).as("it has not begun").isSameAs(first);
        Runnable walk = walks.remove();
        walk.run();
        long id = group("system.slice/new.service");
        CompletableFuture<Void> second = units.refresh();
        assertThat(second).isNotSameAs(first).isNotDone();
        walks.remove().run();
        assertThat(second).isCompleted();
        assertThat(units.unitOf(id)).contains("new.service");
        assertThat(walks).isEmpty();
    }

    @Test
    void refreshDuringAWalkIsAWalkOfItsOwn() throws Exception {
        long id = group("system.slice/x.service");
        List<CompletableFuture<Void>> askedMeanwhile = new ArrayList<>();
        UnitsByControlGroup[] units = new UnitsByControlGroup[1];
        units[0] = new UnitsByControlGroup(
                walks::add,
                () -> {
                    if (askedMeanwhile.isEmpty()) {
                        askedMeanwhile.add(units[0].refresh());
                        askedMeanwhile.add(units[0].refresh());
                    }
                    return folders();
                },
                MAX_FOLDERS);
        CompletableFuture<Void> first = units[0].refresh();
        walks.remove().run();
        assertThat(first).isCompleted();
        assertThat(askedMeanwhile.getFirst()).isNotSameAs(first).isNotDone().isSameAs(askedMeanwhile.getLast());
        walks.remove().run();
        assertThat(askedMeanwhile.getFirst()).isCompleted();
        assertThat(walks).isEmpty();
        assertThat(units[0].unitOf(id)).contains("x.service");
    }

    @Test
    void groupThatIsRemovedIsForgotten() throws Exception {
        long id = group("system.slice/x.service");
        UnitsByControlGroup units = units();
        units.refresh();
        walks.remove().run();
        Files.delete(folder.resolve("system.slice/x.service"));
        units.refresh();
        walks.remove().run();
        assertThat(units.unitOf(id)).isEmpty();
    }

    @Test
    void failedRefreshDoesNotStandInTheWayOfTheNext() throws Exception {
        long id = group("system.slice/x.service");
        boolean[] full = {true};
        UnitsByControlGroup units = new UnitsByControlGroup(
                walk -> {
                    if (full[0]) {
                        throw new RejectedExecutionException("full");
                    }
                    walk.run();
                },
                this::folders,
                MAX_FOLDERS);
        assertThat(units.refresh()).isCompletedExceptionally();
        full[0] = false;
        assertThat(units.refresh()).isCompleted();
        assertThat(units.unitOf(id)).contains("x.service");
    }

    @Test
    void unitsAreFoundThoughAUnitMakesGroupsWithoutEnd() throws Exception {
        List<Long> greedy = new ArrayList<>();
        for (int i = 0; i < 2 * MAX_FOLDERS; i++) {
            greedy.add(group("a.slice/greedy.service/" + i + ".slice"));
        }
        long before = group("a.slice/a-b.slice/before.service");
        long after = group("z.slice/z-y.slice/after.service");
        UnitsByControlGroup units = units();
        units.refresh();
        walks.remove().run();
        assertThat(units.unitOf(before)).contains("before.service");
        assertThat(units.unitOf(after)).contains("after.service");
        int others = 8; // the root, four slices, three units
        assertThat(greedy.stream().filter(id -> units.unitOf(id).isPresent())).hasSize(MAX_FOLDERS - others);
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_FOLDERS - 2, MAX_FOLDERS - 1})
    void foldersLookedAtAreBounded(int count) throws Exception {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(group(i + ".service"));
        }
        group("user.slice/user-1.slice/user@1.service");
        UnitsByControlGroup units = units();
        units.refresh();
        walks.remove().run();
        assertThat(ids.stream().filter(id -> units.unitOf(id).isPresent())).hasSize(count);
        ids.add(group("last-1.service"));
        ids.add(group("last-2.service"));
        units.refresh();
        walks.remove().run();
        assertThat(ids.stream().filter(id -> units.unitOf(id).isPresent())).hasSize(MAX_FOLDERS - 1);
    }

    @Test
    void withoutVersionTwoThereAreNoUnits() {
        UnitsByControlGroup units =
                new UnitsByControlGroup(Runnable::run, () -> new ControlGroupFolders(List.of()), MAX_FOLDERS);
        assertThat(units.refresh()).isCompleted();
        assertThat(units.unitOf(1)).isEmpty();
    }

    private UnitsByControlGroup units() {
        return new UnitsByControlGroup(walks::add, this::folders, MAX_FOLDERS);
    }

    private ControlGroupFolders folders() {
        return new ControlGroupFolders(List.of(new ControlGroupFolders.Mount(folder, "/")));
    }

    private long group(String path) throws IOException {
        return ControlGroupFolders.inode(Files.createDirectories(folder.resolve(path)));
    }
}
