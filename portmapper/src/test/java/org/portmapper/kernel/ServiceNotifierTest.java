package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service manager hears, and that it is no trouble if it does not. */
class ServiceNotifierTest {
    @TempDir
    private Path folder;

    @Test
    void managerHearsOverAPath() throws Exception {
        managerHearsAt(folder.resolve("notify").toString());
    }

    @Test
    void managerHearsOverAnAbstractName() throws Exception {
        managerHearsAt("@portmapper-test-" + ProcessHandle.current().pid());
    }

    private static void managerHearsAt(String address) throws Exception {
        try (LocalDatagrams manager = new LocalDatagrams(address)) {
            ServiceNotifier notifier = ServiceNotifier.from(Map.of("NOTIFY_SOCKET", address));
            assertThat(notifier.ready()).isEmpty();
            assertThat(manager.receive()).isEqualTo("READY=1");
            assertThat(notifier.status("12 bindings")).isEmpty();
            assertThat(manager.receive()).isEqualTo("STATUS=12 bindings");
            assertThat(notifier.stopping()).isEmpty();
            assertThat(manager.receive()).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void statusCannotSmuggleInAnotherVariable() throws Exception {
        String address = folder.resolve("notify").toString();
        try (LocalDatagrams manager = new LocalDatagrams(address)) {
            assertThat(ServiceNotifier.from(Map.of("NOTIFY_SOCKET", address)).status("a\nMAINPID=1\u0000\u0007"))
                    .isEmpty();
            assertThat(manager.receive()).isEqualTo("STATUS=a MAINPID=1  ");
        }
    }

    @Test
    void withoutAManagerNothingHappens() {
        assertThat(ServiceNotifier.from(Map.of()).ready()).isEmpty();
        assertThat(ServiceNotifier.from(Map.of("NOTIFY_SOCKET", "")).ready()).isEmpty();
    }

    @Test
    void managerThatIsGoneIsATextForTheLog() {
        String address = folder.resolve("nobody").toString();
        assertThat(ServiceNotifier.from(Map.of("NOTIFY_SOCKET", address)).ready())
                .contains("NOTIFY_SOCKET: " + address + " did not take READY=1: ENOENT (no such file or directory)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative", "vsock:2:1234", "http://localhost"})
    void unknownKindOfAddressIsATextForTheLog(String address) {
        assertThat(ServiceNotifier.from(Map.of("NOTIFY_SOCKET", address)).ready())
                .contains("NOTIFY_SOCKET: " + address + " (expected: a path from / or an abstract name after @)");
    }

    @Test
    void longestAddressIsUsedAndALongerOneIsATextForTheLog() throws Exception {
        String longest = "@" + "x".repeat(LocalSockaddr.MAX_NAME_BYTES - 1);
        managerHearsAt(longest);
        assertThat(ServiceNotifier.from(Map.of("NOTIFY_SOCKET", longest + "x")).ready())
                .contains("NOTIFY_SOCKET: " + longest + "x (expected: at most 107 bytes)");
        assertThatThrownBy(() -> new LocalDatagrams(longest + "x"))
                .hasMessage("local socket: 108 bytes (expected: a path or name of 1 to 107 bytes)");
    }
}
