package org.portmapper.interop.differential;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandleProxies;

/**
 * Who this thread is to the kernel. The bare system call changes one thread, where libc's function would change the whole
 * process; the kernel notes the effective user of the thread that connects (unix(7), SO_PEERCRED).
 */
public final class EffectiveUid {
    private static final long NOBODY = 65534;
    private static final long KEEP = -1;
    private static final long SETRESUID = System.getProperty("os.arch").equals("aarch64") ? 147 : 117;

    private static final Syscall SYSCALL = MethodHandleProxies.asInterfaceInstance(
            Syscall.class,
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker()
                                    .defaultLookup()
                                    .find("syscall")
                                    .orElseThrow(),
                            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                            Linker.Option.firstVariadicArg(1)));

    /** What a thread makes as somebody else. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    /** libc's {@code syscall} with three arguments. */
    @FunctionalInterface
    public interface Syscall {
        long call(long number, long first, long second, long third);
    }

    private EffectiveUid() {}

    /** Runs the action as nobody, and makes the thread root again. */
    static <T> T asNobody(Action<T> action) throws IOException {
        become(NOBODY);
        try {
            return action.run();
        } finally {
            become(0);
        }
    }

    private static void become(long uid) {
        if (SYSCALL.call(SETRESUID, KEEP, uid, KEEP) != 0) {
            throw new IllegalStateException("effective uid: " + uid + " (expected: root, who may become anybody)");
        }
    }
}
