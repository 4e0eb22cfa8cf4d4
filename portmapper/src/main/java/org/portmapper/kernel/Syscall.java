package org.portmapper.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/**
 * The system calls in use, each with its number (asm/unistd_64.h for x86_64, asm-generic/unistd.h for aarch64).
 *
 * <p>A call returns what the kernel returns: the value, or the negative {@link Errno}. Memory is passed by address, so
 * the caller keeps it alive until the call is over.
 */
enum Syscall {
    CLOSE(3, 57),
    MMAP(9, 222),
    MUNMAP(11, 215),
    IOCTL(16, 29),
    SOCKET(41, 198),
    CONNECT(42, 203),
    SENDTO(44, 206),
    RECVFROM(45, 207),
    SENDMSG(46, 211),
    BIND(49, 200),
    LISTEN(50, 201),
    GETSOCKNAME(51, 204),
    SETSOCKOPT(54, 208),
    GETSOCKOPT(55, 209),
    FCNTL(72, 25),
    PPOLL(271, 73),
    DUP3(292, 24),
    RECVMMSG(299, 243),
    SENDMMSG(307, 269),
    BPF(321, 280),
    STATX(332, 291),
    PIDFD_SEND_SIGNAL(424, 424),
    PIDFD_OPEN(434, 434),
    OPENAT2(437, 437);

    private static final long NO_NUMBER = -1;

    private final long number;

    Syscall(int x86_64, int aarch64) {
        this.number = switch (Architecture.CURRENT) {
            case X86_64 -> x86_64;
            case AARCH64 -> aarch64;
            case UNKNOWN -> NO_NUMBER;
        };
    }

    long call(long first) {
        return call(first, 0, 0, 0, 0);
    }

    long call(long first, long second, long third) {
        return call(first, second, third, 0, 0);
    }

    /** Five arguments serve every call above; the sixth register, mmap's offset, stays zero. */
    @SuppressWarnings(
            "IllegalCatch") // a method handle is declared to throw Throwable; a native function throws nothing
    long call(long first, long second, long third, long fourth, long fifth) {
        if (number == NO_NUMBER) {
            throw new UnsupportedOperationException(KernelSupport.unknownPlatform());
        }
        NativeMemory captured = Libc.CAPTURED.get();
        try {
            long result = (long)
                    Libc.SYSCALL.invokeExact(captured.segment(), number, first, second, third, fourth, fifth, 0L);
            return result == -1 ? -captured.bytes().getInt(0) : result;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(name() + " could not be called", e);
        }
    }

    /** Linked at the first call only, so that an unknown platform gets our sentence and start-up pays when it must. */
    private static final class Libc {
        private static final Linker LINKER = Linker.nativeLinker();

        private static final MethodHandle SYSCALL = LINKER.downcallHandle(
                LINKER.defaultLookup().find("syscall").orElseThrow(),
                FunctionDescriptor.of(
                        JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(1));

        /** errno as the call left it: one place per thread, because two threads may be inside a call at once. */
        private static final ThreadLocal<NativeMemory> CAPTURED = ThreadLocal.withInitial(() -> NativeMemory.in(
                Arena.ofAuto(), (int) Linker.Option.captureStateLayout().byteSize()));
    }
}
