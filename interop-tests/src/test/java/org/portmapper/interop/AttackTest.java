package org.portmapper.interop;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an ordinary user can take that is not its own: nothing of ours, whatever rights the daemon has; of rpcbind nearly all that
 * is tried, which proves that the attacks are attacks.
 */
class AttackTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("subjectsAndModes")
    void attacksSucceedOnRpcbindAndNoneOnOurs(Subject subject, String mode) throws Exception {
        System.out.println(subject + ", " + mode + ": " + new Sandbox(subject, folder).passes("attacks.sh", mode));
    }

    static Stream<Arguments> subjectsAndModes() {
        return Subject.chosen().flatMap(subject -> modes(subject).map(mode -> arguments(subject, mode)));
    }

    /** The rights that the daemon may have; attacks.sh explains them. */
    private static Stream<String> modes(Subject subject) {
        return switch (subject) {
            case RPCBIND -> Stream.of("default");
            case PORTMAPPER -> Stream.of("default", "no-cap-bpf", "no-cap-ptrace", "activated");
        };
    }
}
