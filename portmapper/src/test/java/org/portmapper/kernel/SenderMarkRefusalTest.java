package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When there is no mark, and which marks are nobody's. */
class SenderMarkRefusalTest {
    private static final String NEEDS_RIGHTS =
            "mark the senders of datagrams (expected: CAP_BPF and CAP_NET_ADMIN, in a "
                    + "network namespace of this user namespace): EPERM (operation not permitted)";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "0, ''",
        "0x52500000, ''", // (uid_t) -1, plus 1
        "0x52500001, 0",
        "0x525003e9, 1000",
        "0x5250ffff, 65534",
        "0x5251ffff, 131070",
        "1, 1380974592", // of a firewall: nobody's
    })
    void markIsDecoded(String mark, String uid) {
        OptionalLong expected = uid.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(uid));
        assertThat(SenderMark.uid(Integer.decode(mark))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void portIsChecked(int port) {
        assertThatThrownBy(() -> SenderMark.attach(port)).hasMessage("port: " + port + " (expected: 1 to 65535)");
    }

    @Test
    void ordinaryUserIsToldWhatItTakes() throws Exception {
        OtherUser.requireRoot();
        Throwable refusal = OtherUser.as(12_345, () -> catchThrowable(() -> SenderMark.attach(111)));
        assertThat(refusal).isInstanceOf(ErrnoException.class).hasMessage(NEEDS_RIGHTS);
    }

    /** There, the superuser of a container would be marked as ours. */
    @Test
    void networkOfAnotherUserNamespaceIsRefused() throws Exception {
        OtherUser.requireRoot();
        MarkedServer.attach(1).close();
        Path ready = folder.resolve("ready");
        Process container = new ProcessBuilder("unshare", "-U", "-r", "-n", "sh", "-c", "touch '" + ready + "'; cat")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assumeTrue(appears(ready, container), "unshare cannot make a user namespace here");
            assertThat(attachInNetworkOf(container)).containsExactly(NEEDS_RIGHTS);
        } finally {
            container.destroyForcibly();
        }
    }

    private static boolean appears(Path file, Process process) throws Exception {
        while (!Files.exists(file)) {
            if (process.waitFor(Duration.ofMillis(10))) {
                return false;
            }
        }
        return true;
    }

    private List<String> attachInNetworkOf(Process container) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        "nsenter",
                        "--net=/proc/" + container.pid() + "/ns/net",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SenderMarkChild.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readAllLines(output);
    }
}
