package org.portmapper.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.portmapper.server.StartException;

/** What an embedded portmapper takes from the process it lives in, it gives back; all else it leaves alone. */
final class TracelessTest {
    private static final int STARTS = 50;

    @TempDir
    private Path folder;

    @Test
    void noThreadDescriptorOrFileIsLeftBehind() throws Exception {
        startAndStop(); // What is loaded and opened once for the whole process is no trace.
        Set<Thread> threads = Thread.getAllStackTraces().keySet();
        List<String> descriptors = descriptors();
        List<Path> sockets = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            sockets.add(startAndStop());
        }
        assertThat(descriptors()).containsExactlyInAnyOrderElementsOf(descriptors);
        assertThat(sockets).allSatisfy(socket -> assertThat(socket.getParent()).doesNotExist());
        Set<Thread> begun = new HashSet<>(Thread.getAllStackTraces().keySet());
        begun.removeAll(threads);
        for (Thread thread : begun) {
            thread.join(TimeUnit.SECONDS.toMillis(OtherProgram.PATIENCE_SECONDS));
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    /** With a connection that is open to the end. */
    private static Path startAndStop() throws StartException, IOException {
        try (EmbeddedPortmapper portmapper = EmbeddedPortmapper.start();
                SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(portmapper.socket()))) {
            connection.write(ByteBuffer.wrap(new byte[] {(byte) 0x80}));
            return portmapper.socket();
        }
    }

    /** What is open, but for this look at it. Numbers of sockets are left out: they are new each time. */
    private static List<String> descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(TracelessTest::target)
                    .filter(target -> !target.endsWith("/fd"))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().replaceAll("\\[\\d+\\]", "");
        } catch (java.nio.file.NoSuchFileException e) {
            return "/fd"; // Closed since it was listed: that of the list.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aProgramThatForgetsItEndsAllTheSame() throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder program = OtherProgram.of(ForgetfulProgram.class, folder).redirectOutput(out.toFile());
        // The service manager of the host program has nothing to do with the portmapper: the daemon would not start so.
        program.environment().put("LISTEN_PID", "none");
        program.environment().put("LISTEN_FDS", "none");
        program.environment().put("NOTIFY_SOCKET", folder.resolve("nobody").toString());
        assertThat(OtherProgram.exitCode(program.redirectError(err.toFile()))).isZero();
        assertThat(out).isEmptyFile();
        assertThat(err).content().contains("serving local at ").doesNotContain("NOTIFY_SOCKET", "LISTEN");
    }

    @Test
    void aTemporaryFolderWithTooLongANameIsToldInOneSentence() throws Exception {
        Path deep = Files.createDirectory(folder.resolve("x".repeat(90)));
        Path err = folder.resolve("err");
        ProcessBuilder program = OtherProgram.of(ForgetfulProgram.class, deep);
        assertThat(OtherProgram.exitCode(program.redirectError(err.toFile()))).isOne();
        assertThat(err)
                .content()
                .contains(StartException.class.getName() + ": temporary folder: " + deep)
                .contains(" (expected: a shorter java.io.tmpdir, for a local socket's path has at most 107 bytes; or"
                        + " withSocket)\n");
        assertThat(deep).isEmptyDirectory();
    }
}
