package org.portmapper.kernel;

import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that looks at packets (BPF_PROG_TYPE_SCHED_CLS), and how it gets into the kernel: bpf(2). */
record BpfProgram(List<BpfInstruction> instructions) {

    private static final int BPF_PROG_LOAD = 5;
    private static final int BPF_LINK_CREATE = 28;
    private static final int BPF_PROG_TYPE_SCHED_CLS = 3;
    private static final int BPF_TCX_EGRESS = 47;

    /** What the kernel's functions that only a GPL program may call ask for; none of those is called here. */
    private static final String LICENSE = "Apache-2.0";

    /** Larger than what is used of {@code union bpf_attr}; the kernel wants the rest to be zero. */
    private static final int ATTRIBUTE_BYTES = 128;

    // union bpf_attr of BPF_PROG_LOAD
    private static final int PROGRAM_TYPE = 0;
    private static final int INSTRUCTION_COUNT = 4;
    private static final int INSTRUCTIONS = 8;
    private static final int LICENSE_TEXT = 16;
    private static final int PROGRAM_NAME = 48;
    // union bpf_attr of BPF_LINK_CREATE
    private static final int LINKED_PROGRAM = 0;
    private static final int TARGET_INTERFACE = 4;
    private static final int ATTACH_TYPE = 8;

    BpfProgram {
        instructions = List.copyOf(instructions);
    }

    /**
     * Loads it, which checks it; it lives as long as its descriptor or a link.
     *
     * @param name for those who list the host's programs: at most 15 letters, digits and underscores
     */
    Descriptor load(String name) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory code = NativeMemory.in(arena, instructions.size() * BpfInstruction.BYTES);
            for (int i = 0; i < instructions.size(); i++) {
                instructions.get(i).write(code.bytes(), i * BpfInstruction.BYTES);
            }
            NativeMemory license = NativeMemory.in(arena, LICENSE.length() + 1);
            license.bytes().put(0, LICENSE.getBytes(StandardCharsets.US_ASCII));
            NativeMemory attributes = NativeMemory.in(arena, ATTRIBUTE_BYTES);
            attributes.bytes().putInt(PROGRAM_TYPE, BPF_PROG_TYPE_SCHED_CLS);
            attributes.bytes().putInt(INSTRUCTION_COUNT, instructions.size());
            attributes.bytes().putLong(INSTRUCTIONS, code.address(0));
            attributes.bytes().putLong(LICENSE_TEXT, license.address(0));
            attributes.bytes().put(PROGRAM_NAME, name.getBytes(StandardCharsets.US_ASCII));
            return bpf(BPF_PROG_LOAD, attributes, "load the BPF program " + name);
        }
    }

    /** Lets a loaded program see every packet that leaves through an interface, as long as the link is open. */
    static Descriptor linkToEgress(Descriptor program, int interfaceIndex) throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory attributes = NativeMemory.in(arena, ATTRIBUTE_BYTES);
            attributes.bytes().putInt(LINKED_PROGRAM, program.number());
            attributes.bytes().putInt(TARGET_INTERFACE, interfaceIndex);
            attributes.bytes().putInt(ATTACH_TYPE, BPF_TCX_EGRESS);
            return bpf(BPF_LINK_CREATE, attributes, "attach a BPF program to interface " + interfaceIndex);
        }
    }

    private static Descriptor bpf(int command, NativeMemory attributes, String attempt) throws ErrnoException {
        long result = Syscall.BPF.call(command, attributes.address(0), ATTRIBUTE_BYTES);
        return new Descriptor((int) ErrnoException.check(result, attempt));
    }
}
