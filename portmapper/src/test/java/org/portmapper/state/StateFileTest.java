package org.portmapper.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.portmapper.state.Registrations.SYSTEM;
import static org.portmapper.state.Registrations.tcp;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.portmapper.registry.Registration;

/** The state file on a disk, good or bad: the old state or the new one is there, and nobody else reads it. */
final class StateFileTest {
    private static final List<Registration> OLD = List.of(tcp(1, 1, 1L));
    private static final List<Registration> NEW = List.of(tcp(1, 1, 1L), tcp(2, 2, 2L));

    @TempDir
    private Path folder;

    @Test
    void withoutAFileNothingWasRegistered() throws Exception {
        assertThat(file(FileSteps.OF_THE_SYSTEM).read()).isEqualTo(new SavedBindings.None());
    }

    @Test
    void itIsReplacedAsAWholeAndForItsOwnerOnly() throws Exception {
        StateFile file = file(FileSteps.OF_THE_SYSTEM);
        file.write(NEW);
        file.write(OLD);

        assertThat(file.read()).isEqualTo(new SavedBindings.Saved(SYSTEM, OLD));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-------");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file.path()));
    }

    @ParameterizedTest
    @EnumSource
    void whateverStepFailsTheOldStateOrTheNewOneIsThere(FailingSteps.Step step) throws Exception {
        file(FileSteps.OF_THE_SYSTEM).write(OLD);

        assertThatThrownBy(() -> file(new FailingSteps(step)).write(NEW)).isInstanceOf(IOException.class);

        boolean renamed = step == FailingSteps.Step.FORCE_FOLDER;
        assertThat(file(FileSteps.OF_THE_SYSTEM).read())
                .isEqualTo(new SavedBindings.Saved(SYSTEM, renamed ? NEW : OLD));
        file(FileSteps.OF_THE_SYSTEM).write(NEW);
        assertThat(file(FileSteps.OF_THE_SYSTEM).read()).isEqualTo(new SavedBindings.Saved(SYSTEM, NEW));
    }

    @Test
    void noSymbolicLinkIsFollowed() throws Exception {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "precious");
        StateFile file = file(FileSteps.OF_THE_SYSTEM);
        Files.createSymbolicLink(file.path(), elsewhere);
        Files.createSymbolicLink(folder.resolve("bindings.new"), elsewhere);

        assertThat(file.read())
                .isEqualTo(new SavedBindings.Damaged("no regular file (expected: one, and no link to one)"));
        file.write(NEW);

        assertThat(elsewhere).hasContent("precious");
        assertThat(file.read()).isEqualTo(new SavedBindings.Saved(SYSTEM, NEW));
    }

    @Test
    void aFileThatIsTooLongIsNotRead() throws Exception {
        StateFile file = file(FileSteps.OF_THE_SYSTEM);
        try (RandomAccessFile sparse = new RandomAccessFile(file.path().toFile(), "rw")) {
            sparse.setLength(StateFile.BYTES_LIMIT + 1);
        }
        assertThat(file.read()).isEqualTo(new SavedBindings.Damaged("67108865 bytes (expected: at most 67108864)"));
    }

    @Test
    void aDamagedFileIsSetAsideUnderAnotherName() throws Exception {
        StateFile file = file(FileSteps.OF_THE_SYSTEM);
        Files.writeString(file.path(), "nonsense");

        assertThat(file.setAside()).hasContent("nonsense");
        assertThat(file.read()).isEqualTo(new SavedBindings.None());
    }

    @Test
    void cookiesOfAnotherSystemMeanNothing() throws Exception {
        StateFile file = file(FileSteps.OF_THE_SYSTEM);
        assertThat(file.isOfThisSystem(new SavedBindings.Saved(SYSTEM, OLD))).isTrue();
        assertThat(file.isOfThisSystem(new SavedBindings.Saved(SystemIdentity.current(), OLD)))
                .isFalse();
        assertThat(SystemIdentity.current()).isEqualTo(SystemIdentity.current());
    }

    private StateFile file(FileSteps steps) {
        return new StateFile(folder, SYSTEM, steps);
    }
}
