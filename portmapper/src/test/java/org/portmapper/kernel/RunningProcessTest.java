package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A process that is found by its socket, and one that is ended. */
final class RunningProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void oneThatIsAskedToEndEnds() throws Exception {
        Process sleeping = new ProcessBuilder("/bin/sleep", "600").start();
        try (RunningProcess process = RunningProcess.of(sleeping.pid())) {
            assertThat(process.endsWithin(Duration.ofMillis(1))).isFalse();
            process.terminate();
            assertThat(process.endsWithin(PATIENCE)).isTrue();
            assertThat(sleeping.waitFor()).isEqualTo(143);
            assertThatThrownBy(process::terminate).isInstanceOf(ErrnoException.class);
        } finally {
            sleeping.destroyForcibly();
        }
    }

    @Test
    void oneThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> RunningProcess.of(Integer.MAX_VALUE))
                .isInstanceOf(ErrnoException.class)
                .hasMessageContaining("process " + Integer.MAX_VALUE);
    }

    @Test
    void theProcessThatHasASocketOpenIsFoundWithItsUserAndProgram() throws Exception {
        int uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        try (TestSocket socket =
                TestSocket.serving(IpProtocol.TCP, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))) {
            long inode = socket.inode();
            assertThat(SocketProcess.holding(Set.of(inode, 1L)))
                    .hasSize(1)
                    .hasEntrySatisfying(
                            inode,
                            processes -> assertThat(processes).singleElement().satisfies(process -> {
                                assertThat(process.pid())
                                        .isEqualTo((int) ProcessHandle.current().pid());
                                assertThat(process.uid()).isEqualTo(uid);
                                assertThat(process.groups()).isNotEmpty();
                                assertThat(process.executable())
                                        .contains(Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toRealPath()
                                                .toString());
                            }));
        }
    }
}
