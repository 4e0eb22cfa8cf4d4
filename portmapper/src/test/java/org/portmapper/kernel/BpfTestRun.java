package org.portmapper.kernel;

import static org.junit.jupiter.api.Assumptions.abort;

import java.lang.foreign.Arena;

/** What a program does to a packet that is made up, in the kernel: BPF_PROG_TEST_RUN of bpf(2). Its socket is root's. */
record BpfTestRun(int mark, int result) {
    private static final int BPF_PROG_TEST_RUN = 10;
    private static final int ATTRIBUTE_BYTES = 128;
    private static final int SK_BUFF_BYTES = 192;
    private static final int MARK = 8;

    static BpfTestRun of(BpfProgram program, byte[] frame, int markBefore) throws ErrnoException {
        Descriptor loaded = load(program);
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory packet = NativeMemory.in(arena, frame.length);
            packet.bytes().put(0, frame);
            NativeMemory before = NativeMemory.in(arena, SK_BUFF_BYTES);
            before.bytes().putInt(MARK, markBefore);
            NativeMemory after = NativeMemory.in(arena, SK_BUFF_BYTES);
            NativeMemory attributes = NativeMemory.in(arena, ATTRIBUTE_BYTES);
            attributes.bytes().putInt(0, loaded.number());
            attributes.bytes().putInt(8, frame.length);
            attributes.bytes().putLong(16, packet.address(0));
            attributes.bytes().putInt(40, SK_BUFF_BYTES);
            attributes.bytes().putInt(44, SK_BUFF_BYTES);
            attributes.bytes().putLong(48, before.address(0));
            attributes.bytes().putLong(56, after.address(0));
            long result = Syscall.BPF.call(BPF_PROG_TEST_RUN, attributes.address(0), ATTRIBUTE_BYTES);
            ErrnoException.check(result, "run a BPF program");
            return new BpfTestRun(after.bytes().getInt(MARK), attributes.bytes().getInt(4));
        } finally {
            loaded.close();
        }
    }

    private static Descriptor load(BpfProgram program) throws ErrnoException {
        try {
            return program.load("test");
        } catch (ErrnoException e) {
            if (e.errno().equals(Errno.EPERM)) {
                return abort("this user may not load BPF programs");
            }
            throw e;
        }
    }
}
