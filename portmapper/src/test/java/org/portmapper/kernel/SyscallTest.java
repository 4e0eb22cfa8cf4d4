package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one foreign function, and what it knows of its platform. */
class SyscallTest {
    private static final int ROUNDS = 50_000;
    private static final int NO_FAMILY = 9999;

    @Test
    void resultIsTheKernels() {
        long fd = Syscall.SOCKET.call(AddressFamily.AF_INET, SocketType.DATAGRAM.number(), 0);
        assertThat(fd).isGreaterThan(2);
        assertThat(Syscall.CLOSE.call(fd)).isZero();
    }

    @Test
    void failureIsTheNegativeErrno() {
        assertThat(Syscall.CLOSE.call(-1)).isEqualTo(-Errno.EBADF.number());
        assertThat(Syscall.SOCKET.call(NO_FAMILY, 1, 0)).isEqualTo(-Errno.EAFNOSUPPORT.number());
    }

    @Test
    void errnoOfOneThreadIsNotThatOfAnother() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Boolean> closing = threads.submit(() -> {
                together.await();
                return alwaysFails(Syscall.CLOSE, -1, Errno.EBADF);
            });
            Future<Boolean> opening = threads.submit(() -> {
                together.await();
                return alwaysFails(Syscall.SOCKET, NO_FAMILY, Errno.EAFNOSUPPORT);
            });
            assertThat(closing.get()).isTrue();
            assertThat(opening.get()).isTrue();
        }
    }

    private static boolean alwaysFails(Syscall call, long argument, Errno errno) {
        for (int i = 0; i < ROUNDS; i++) {
            if (call.call(argument, 1, 0) != -errno.number()) {
                return false;
            }
        }
        return true;
    }

    @Test
    void thisHostIsSupported() {
        assertThat(KernelSupport.missing()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, X86_64",
        "Linux, x86_64, X86_64",
        "Linux, aarch64, AARCH64",
        "Linux, riscv64, UNKNOWN",
        "Linux, x86, UNKNOWN",
        "Mac OS X, aarch64, UNKNOWN",
    })
    void onlyLinuxOnTwoArchitecturesIsKnown(String osName, String osArch, Architecture expected) {
        assertThat(Architecture.of(osName, osArch)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "13, EACCES (permission denied)",
        "97, EAFNOSUPPORT (address family not supported)",
        "98, EADDRINUSE (address already in use)",
        "99, EADDRNOTAVAIL (not an address of this host)",
        "4000, errno 4000",
    })
    void errnoIsNamedAndExplained(int number, String text) {
        assertThat(new Errno(number)).hasToString(text);
    }
}
