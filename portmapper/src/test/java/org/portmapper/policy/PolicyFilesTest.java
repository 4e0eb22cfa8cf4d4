package org.portmapper.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files {@link PolicyFiles} reads, and which it refuses to believe. */
class PolicyFilesTest {
    @TempDir
    Path folder;

    private Path main;
    private Path dropIns;

    @BeforeEach
    void layOut() throws IOException {
        main = folder.resolve("policy.toml");
        dropIns = Files.createDirectory(folder.resolve("policy.d"));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        mode(file, "rw-r--r--");
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private String summary() {
        try {
            return Host.policies().load(new PolicyPlaces(main, dropIns)).summary();
        } catch (PolicyException e) {
            return e.getMessage().replace(folder.toString(), "");
        }
    }

    @Test
    void theTextOfAProgramIsReadLikeAFileOfItsName() throws PolicyException {
        PolicyText text = new PolicyText("policy", "mode = \"audit\"\n[program.nfs]\nregister = []\n");
        Policy policy = Host.policies().load(text);
        assertThat(policy.mode()).isEqualTo(Mode.AUDIT);
        assertThat(Question.of("user:root", "local", "nfs", "2049")
                        .askedOf(policy)
                        .rule()
                        .place())
                .isEqualTo("policy:3:1");
    }

    @Test
    void bothPlacesAreOptional() throws IOException {
        assertThat(summary()).isEqualTo("0 sections in 0 files, mode enforce");
        Files.delete(dropIns);
        assertThat(summary()).isEqualTo("0 sections in 0 files, mode enforce");
    }

    @Test
    void theFileAndAllVisibleTomlFilesOfTheFolderAreRead() throws IOException {
        write(main, "mode = \"audit\"\nprogram.1.ports = [1]\n");
        write(dropIns.resolve("10-a.toml"), "program.2.ports = [1]\n");
        write(dropIns.resolve("20-b.toml"), "program.3.ports = [1]\nprogram.4.ports = [1]\n");
        for (String other : List.of(".30-c.toml", "30-c.toml~", "30-c.toml.dpkg-old", "README", "toml")) {
            write(dropIns.resolve(other), "not TOML");
        }
        assertThat(summary()).isEqualTo("4 sections in 3 files, mode audit");
    }

    @Test
    void problemsComeInTheOrderOfNames() throws IOException {
        write(dropIns.resolve("b.toml"), "x = 1");
        write(dropIns.resolve("a.toml"), "x = 1");
        write(dropIns.resolve("c.toml"), "x = 1");
        write(main, "x = 1");
        String unknown = ":1:1: x: unknown key (expected: mode, program or quota)";
        assertThat(summary().lines())
                .containsExactly(
                        "/policy.toml" + unknown,
                        "/policy.d/a.toml" + unknown,
                        "/policy.d/b.toml" + unknown,
                        "/policy.d/c.toml" + unknown);
    }

    @ParameterizedTest
    @CsvSource({
        "rw-rw-r--, 0664",
        "rw-r--rw-, 0646",
        "rw--w----, 0620",
        "rwxrwxrwx, 0777",
    })
    void aFileThatOthersMayWriteIsNotBelieved(String mode, String shown) throws IOException {
        write(main, "");
        mode(main, mode);
        write(dropIns.resolve("a.toml"), "x = 1");
        assertThat(summary().lines())
                .containsExactly(
                        "/policy.toml: mode " + shown + " (expected: writable by its owner only)",
                        "/policy.d/a.toml:1:1: x: unknown key (expected: mode, program or quota)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-r-----", "r--------"})
    void aFileThatOnlyItsOwnerMayWriteIsBelieved(String mode) throws IOException {
        write(main, "program.1.ports = [1]\n");
        mode(main, mode);
        assertThat(summary()).isEqualTo("1 section in 1 file, mode enforce");
    }

    @Test
    void aFolderThatOthersMayWriteIsNotBelieved() throws IOException {
        write(dropIns.resolve("a.toml"), "");
        mode(dropIns, "rwxrwxr-x");
        assertThat(summary()).isEqualTo("/policy.d: mode 0775 (expected: writable by its owner only)");
    }

    @Test
    void aFileOfAnotherUserIsNotBelieved() throws IOException {
        write(main, "");
        assumeTrue(Files.getAttribute(main, "unix:uid").equals(0), "only root can give a file away");
        Files.setAttribute(main, "unix:uid", 1000);
        assertThat(summary()).isEqualTo("/policy.toml: owned by uid 1000 (expected: root, or the user that reads it)");
    }

    @Test
    void whatALinkPointsAtIsWhatCounts() throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        write(elsewhere, "program.1.ports = [1]\n");
        Files.createSymbolicLink(dropIns.resolve("a.toml"), elsewhere);
        assertThat(summary()).isEqualTo("1 section in 1 file, mode enforce");
        mode(elsewhere, "rw-rw-rw-");
        assertThat(summary()).isEqualTo("/policy.d/a.toml: mode 0666 (expected: writable by its owner only)");
    }

    @Test
    void aLinkToNothingIsToldOf() throws IOException {
        Files.createSymbolicLink(main, folder.resolve("nothing"));
        Files.createSymbolicLink(dropIns.resolve("a.toml"), folder.resolve("nothing"));
        assertThat(summary().lines()).containsExactly("/policy.toml: is not there", "/policy.d/a.toml: is not there");
    }

    @Test
    void whatIsNoFileIsNotOpened() throws Exception {
        Path pipe = dropIns.resolve("pipe.toml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.createDirectory(dropIns.resolve("folder.toml"));
        assertThat(summary().lines())
                .containsExactly(
                        "/policy.d/folder.toml: no file (expected: a file, or a folder of files)",
                        "/policy.d/pipe.toml: no file (expected: a file, or a folder of files)");
    }

    @Test
    void otherBytesThanUtf8AreRefused() throws IOException {
        write(main, "");
        Files.write(main, new byte[] {'#', (byte) 0xe4});
        assertThat(summary()).isEqualTo("/policy.toml: not UTF-8 (expected: a TOML file)");
    }

    @Test
    void aFileIsReadUpToTheLimitAndRefusedBeyond() throws IOException {
        int limit = (int) TrustedFiles.BYTES_LIMIT;
        write(main, "#" + "x".repeat(limit - 1));
        assertThat(summary()).isEqualTo("0 sections in 1 file, mode enforce");
        write(main, "#" + "x".repeat(limit));
        assertThat(summary()).isEqualTo("/policy.toml: " + (limit + 1) + " bytes (expected: at most " + limit + ")");
    }

    @Test
    void filesAreReadUpToTheLimitAndRefusedBeyond() throws IOException {
        for (int i = 0; i < TrustedFiles.FILES_LIMIT; i++) {
            write(dropIns.resolve(i + ".toml"), "program." + i + ".ports = [1]\n");
        }
        assertThat(summary()).isEqualTo("100 sections in 100 files, mode enforce");
        write(dropIns.resolve("more.toml"), "");
        assertThat(summary()).isEqualTo("/policy.d: too many files (expected: at most 100 that end with .toml)");
    }

    @Test
    void filesThatAreNamedMustBeThere() throws IOException {
        write(main, "program.1.ports = [1]\n");
        write(dropIns.resolve("a.toml"), "program.2.ports = [1]\n");
        PolicyFiles policies = Host.policies();
        assertThat(problemsOf(policies, List.of(main, dropIns))).isEmpty();
        assertThat(problemsOf(policies, List.of(main, folder.resolve("b.toml"))))
                .containsExactly(folder + "/b.toml: is not there");
        assertThat(problemsOf(policies, List.of(main, main)))
                .containsExactly(main + ":1:1: program.1: defined twice (expected: one section for these programs; the"
                        + " other is at " + main + ":1:1)");
    }

    private static List<String> problemsOf(PolicyFiles policies, List<Path> paths) {
        try {
            policies.read(paths);
            return List.of();
        } catch (PolicyException e) {
            return e.problems();
        }
    }

    @Test
    void aNameThatCannotBePrintedIsEscaped() throws IOException {
        write(dropIns.resolve("\u001b[2J.toml"), "x = 1");
        assertThat(summary()).startsWith("/policy.d/\\x1b[2J.toml:1:1: x: unknown key");
    }
}
