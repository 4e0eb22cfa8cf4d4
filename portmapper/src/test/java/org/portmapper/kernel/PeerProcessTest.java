package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A /proc made up for the purpose, and real processes where only they can lie. */
class PeerProcessTest {
    private static final int PID = 4711;

    @TempDir
    private Path folder;

    private Path proc;
    private Path process;
    private ControlGroupFolders groups;
    private PeerProcess peer;

    @BeforeEach
    void createFolders() throws IOException {
        proc = folder.resolve("proc");
        process = proc.resolve(Integer.toString(PID));
        Files.createDirectories(process.resolve("fd"));
        Path mounted = Files.createDirectories(folder.resolve("cgroup"));
        groups = new ControlGroupFolders(List.of(new ControlGroupFolders.Mount(mounted, "/")));
        peer = new PeerProcess(PID, proc, groups, () -> true);
    }

    @ParameterizedTest
    @CsvSource({
        "(nfsd) S 2 0 0 0 -1 2129984 0, true",
        "(nfsd) S 2 0 0 0 -1 2097152 0, true", // PF_KTHREAD alone
        "(sh) S 1 1 1 0 -1 4194304 0, false",
        "(sh) S 1 1 1 0 -1 4294967295 0, true", // all flags
        // names that a process gives itself
        "(x) S 2 0 0 0 -1 2129984) S 1 1 1 0 -1 4194304 0, false",
        "(x (y) S 2 0) R 1 1 1 0 -1 4194304 0, false",
        "() S 2 0 0 0 -1 2129984 0, true",
        "(cut) S 2 0 0 0 -1, false",
        "'', false",
    })
    void kernelThreadIsToldByItsFlags(String afterPid, boolean kernelThread) throws Exception {
        Files.writeString(process.resolve("stat"), PID + " " + afterPid + "\n");
        assertThat(peer.isKernelThread()).isEqualTo(kernelThread);
    }

    @Test
    void kernelThreadsOfThisHostAreSeen() throws Exception {
        Path second = Path.of("/proc/2");
        assumeTrue(
                Files.exists(second) && Files.readString(second.resolve("comm")).startsWith("kthreadd"),
                "the kernel's threads are not in this process namespace");
        assertThat(real(2).isKernelThread()).isTrue();
        assertThat(real(2).executable()).isEmpty();
        assertThat(real(ProcessHandle.current().pid()).isKernelThread()).isFalse();
    }

    @Test
    void unitAndItsGroupAreKnown() throws Exception {
        Path shown = Files.createDirectories(folder.resolve("cgroup/system.slice/x.service/sub"));
        group("/system.slice/x.service/sub");
        assertThat(peer.controlGroup()).contains(new ControlGroupPath("/system.slice/x.service/sub"));
        assertThat(peer.unit()).contains("x.service");
        assertThat(peer.controlGroupId()).hasValue((long) Files.getAttribute(shown, "unix:ino"));
    }

    @ParameterizedTest
    @CsvSource({
        "/",
        "/init.scope",
        "/user.slice/user-1.slice/session-1.scope",
        "/user.slice/user-1.slice/user@1.service/x.service"
    })
    void groupThatStrangersShareHasNoId(String path) throws Exception {
        Files.createDirectories(Path.of(folder + "/cgroup" + path));
        group(path);
        assertThat(peer.controlGroup()).isPresent();
        assertThat(peer.controlGroupId()).isEmpty();
    }

    @Test
    void groupThatIsNotMountedHasNoId() throws Exception {
        group("/system.slice/x.service");
        assertThat(peer.unit()).contains("x.service");
        assertThat(peer.controlGroupId()).isEmpty();
    }

    @Test
    void executableIsTheFileAtItsPath() throws Exception {
        Path program = Files.createFile(folder.resolve("program"));
        Files.createSymbolicLink(process.resolve("exe"), program);
        assertThat(peer.executable()).contains(program.toString());
    }

    @Test
    void executableThatIsGoneProvesNothing() throws Exception {
        Path lookingDeleted = Files.createFile(folder.resolve("program (deleted)"));
        Files.createSymbolicLink(process.resolve("exe"), lookingDeleted);
        assertThat(peer.executable()).isEmpty();
        PeerProcess other = new PeerProcess(PID, proc, groups, () -> true);
        Files.delete(process.resolve("exe"));
        Files.createSymbolicLink(process.resolve("exe"), folder.resolve("nothing"));
        assertThat(other.executable()).isEmpty();
    }

    /** In its own mount namespace: the link says "victim", and the file behind it is another. */
    @Test
    void executableThatIsAnotherFileHereProvesNothing() throws Exception {
        OtherUser.requireRoot();
        Path victim = Files.writeString(folder.resolve("victim"), "#!/bin/sh\n");
        String script = "mount --bind \"$(readlink -f \"$(command -v cat)\")\" \"$0\" && echo done && exec \"$0\"";
        Process liar = new ProcessBuilder("unshare", "-m", "sh", "-c", script, victim.toString()).start();
        try (BufferedReader output = liar.inputReader()) {
            assumeTrue("done".equals(output.readLine()), "no mount namespace can be made here");
            Path exe = Path.of("/proc/" + liar.pid() + "/exe");
            while (!Files.readSymbolicLink(exe).equals(victim)) {
                assertThat(liar.isAlive()).isTrue();
            }
            assertThat(real(liar.pid()).executable()).isEmpty();
        } finally {
            liar.destroyForcibly();
        }
    }

    @Test
    void socketsThatItHoldsAreFound() throws Exception {
        descriptor(0, "/dev/null");
        descriptor(3, "socket:[500]");
        descriptor(4, "pipe:[501]");
        assertThat(peer.holds(500)).isTrue();
        assertThat(peer.holds(501)).isFalse();
        assertThat(peer.holds(50)).isFalse();
        descriptor(5, "socket:[50]");
        assertThat(peer.holds(50)).as("asked again").isTrue();
    }

    @Test
    void descriptorsLookedAtAreBounded() throws Exception {
        for (int i = 0; i <= PeerProcess.MAX_DESCRIPTORS; i++) {
            descriptor(i, "socket:[" + (1000 + i) + "]");
        }
        List<Path> listed = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            descriptors.forEach(listed::add);
        }
        assertThat(peer.holds(SocketProcesses.socketInode(listed.get(PeerProcess.MAX_DESCRIPTORS - 1))))
                .isTrue();
        assertThat(peer.holds(SocketProcesses.socketInode(listed.get(PeerProcess.MAX_DESCRIPTORS))))
                .isFalse();
    }

    @Test
    void nothingIsKnownOfAProcessThatMayNotBeLookedAt() throws Exception {
        Files.delete(process.resolve("fd"));
        Files.delete(process);
        assertThat(peer.executable()).isEmpty();
        assertThat(peer.isKernelThread()).isFalse();
        assertThat(peer.controlGroup()).isEmpty();
        assertThat(peer.unit()).isEmpty();
        assertThat(peer.controlGroupId()).isEmpty();
        assertThat(peer.holds(500)).isFalse();
    }

    /** Its number may be another process's by then. */
    @Test
    void whatIsReadOfAProcessThatHasEndedIsNotBelieved() throws Exception {
        complete();
        PeerProcess ended = new PeerProcess(PID, proc, groups, () -> false);
        assertThat(ended.executable()).isEmpty();
        assertThat(ended.isKernelThread()).isFalse();
        assertThat(ended.controlGroup()).isEmpty();
        assertThat(ended.unit()).isEmpty();
        assertThat(ended.controlGroupId()).isEmpty();
        assertThat(ended.holds(500)).isFalse();
    }

    @Test
    void answersAreRememberedAndChecksComeAfterReading() throws Exception {
        complete();
        AtomicInteger checks = new AtomicInteger();
        PeerProcess asked = new PeerProcess(PID, proc, groups, () -> {
            checks.incrementAndGet();
            return !Files.exists(process.resolve("replaced"));
        });
        for (int i = 0; i < 3; i++) {
            assertThat(asked.pid()).isEqualTo(PID);
            assertThat(asked.executable()).isPresent();
            assertThat(asked.isKernelThread()).isTrue();
            assertThat(asked.unit()).isPresent();
            assertThat(asked.controlGroupId()).isPresent();
        }
        assertThat(checks).hasValue(4);
    }

    private void complete() throws IOException {
        Files.writeString(process.resolve("stat"), PID + " (nfsd) S 2 0 0 0 -1 2129984 0\n");
        Files.createSymbolicLink(process.resolve("exe"), Files.createFile(folder.resolve("program")));
        Files.createDirectories(folder.resolve("cgroup/system.slice/x.service"));
        group("/system.slice/x.service");
        descriptor(3, "socket:[500]");
    }

    private void group(String path) throws IOException {
        Files.writeString(process.resolve("cgroup"), "9:name=systemd:/elsewhere\n0::" + path + "\n");
    }

    private void descriptor(int number, String target) throws IOException {
        Files.createSymbolicLink(process.resolve("fd").resolve(Integer.toString(number)), Path.of(target));
    }

    private static PeerProcess real(long pid) {
        return new PeerProcess((int) pid, Path.of("/proc"), ControlGroupFolders.ofThisHost(), () -> true);
    }
}
