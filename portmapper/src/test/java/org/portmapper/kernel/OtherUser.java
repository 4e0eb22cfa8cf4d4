package org.portmapper.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandleProxies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Does something as another user. The bare system calls change one thread, where libc's functions would change the whole
 * process, and that thread ends with it.
 */
final class OtherUser {
    private static final boolean AARCH64 = Architecture.CURRENT == Architecture.AARCH64;
    private static final long SETRESUID = AARCH64 ? 147 : 117;
    private static final long SETGROUPS = AARCH64 ? 159 : 116;

    private static final LibcSyscall SYSCALL = MethodHandleProxies.asInterfaceInstance(
            LibcSyscall.class,
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker()
                                    .defaultLookup()
                                    .find("syscall")
                                    .orElseThrow(),
                            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                            Linker.Option.firstVariadicArg(1)));

    /** libc's {@code syscall} with three arguments. */
    @FunctionalInterface
    public interface LibcSyscall {
        long call(long number, long first, long second, long third);
    }

    private OtherUser() {}

    /** Skips a test that only root can make. */
    static void requireRoot() throws Exception {
        assumeTrue(ownUid() == 0, "only root can act as another user");
    }

    static long ownUid() throws Exception {
        return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
    }

    static <T> T as(long uid, Callable<T> action) throws Exception {
        return inAThread(() -> {
            assertThat(SYSCALL.call(SETRESUID, uid, uid, uid)).isZero();
            return action.call();
        });
    }

    static <T> T inGroups(long[] gids, Callable<T> action) throws Exception {
        return inAThread(() -> {
            try (Arena arena = Arena.ofConfined()) {
                NativeMemory list = NativeMemory.in(arena, Math.max(1, gids.length) * Integer.BYTES);
                for (int i = 0; i < gids.length; i++) {
                    list.bytes().putInt(i * Integer.BYTES, (int) gids[i]);
                }
                assertThat(SYSCALL.call(SETGROUPS, gids.length, list.address(0), 0))
                        .isZero();
            }
            return action.call();
        });
    }

    private static <T> T inAThread(Callable<T> action) throws Exception {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            return thread.submit(action).get();
        }
    }
}
