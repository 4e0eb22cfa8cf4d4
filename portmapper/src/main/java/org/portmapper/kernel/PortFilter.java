package org.portmapper.kernel;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A program of classic BPF (linux/filter.h) that lets those notices through whose socket had one of certain ports, but no
 * ends of TCP connections: each of a service's has the port of the service.
 *
 * <p>A program may have 4096 instructions, reach no further than 255 by a conditional jump, and has to share
 * net.core.optmem_max, 20 KiB before Linux 6.7, with the one that it replaces. So it has {@link #MAX_RANGES} ranges at most
 * and looks at one after the other, which takes less than a microsecond. Ports that are more ranges than that are joined
 * across the smallest gaps: then some notices come through that nobody asked for, but none is missed.
 */
record PortFilter(List<Range> ranges) {

    /** Each is four instructions of eight bytes in the kernel: 4 KiB in all. */
    static final int MAX_RANGES = 128;

    private static final int SO_ATTACH_FILTER = 26;

    // A notice: struct nlmsghdr, struct inet_diag_msg with its struct inet_diag_sockid at 4, and the first attribute
    private static final int LOCAL_PORT = NetlinkMessage.HEADER_BYTES + 4;
    private static final int REMOTE_PORT = LOCAL_PORT + 2;
    private static final int ATTRIBUTE = NetlinkMessage.HEADER_BYTES + InetDiagMessage.BYTES;
    private static final int ATTRIBUTE_VALUE = ATTRIBUTE + 4;

    /** INET_DIAG_PROTOCOL of one byte: 5 and 10 as 16-bit numbers of these platforms, which a program loads as one number. */
    private static final int PROTOCOL_ATTRIBUTE = 0x05000a00;

    private static final int LOAD_LENGTH = 0x80;
    private static final int LOAD_WORD = 0x20;
    private static final int LOAD_HALF_WORD = 0x28;
    private static final int LOAD_BYTE = 0x30;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_GREATER = 0x25;
    private static final int JUMP_IF_GREATER_OR_EQUAL = 0x35;
    private static final int RETURN = 0x06;
    private static final int WHOLE_MESSAGE = -1;
    private static final int NOTHING = 0;

    private static final int INSTRUCTION_BYTES = 8;
    private static final int INSTRUCTIONS = 11;
    private static final int INSTRUCTIONS_PER_RANGE = 3;

    // struct sock_fprog
    private static final int FPROG_BYTES = 16;
    private static final int FPROG_INSTRUCTIONS = 8;

    /** The ports from {@code first} to {@code last}. */
    record Range(int first, int last) {}

    static PortFilter of(Set<Integer> ports) {
        int[] sorted = ports.stream().mapToInt(Integer::intValue).sorted().toArray();
        int[] gaps = IntStream.range(1, sorted.length)
                .map(i -> sorted[i] - sorted[i - 1] - 1)
                .toArray();
        int joined = widestGapToJoin(gaps);
        List<Range> ranges = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == gaps.length || gaps[i] > joined) {
                ranges.add(new Range(sorted[first], sorted[i]));
                first = i + 1;
            }
        }
        return new PortFilter(List.copyOf(ranges));
    }

    private static int widestGapToJoin(int[] gaps) {
        return gaps.length < MAX_RANGES
                ? 0
                : IntStream.of(gaps)
                        .sorted()
                        .skip(gaps.length - MAX_RANGES)
                        .findFirst()
                        .orElseThrow();
    }

    /** Replaces the filter of {@code socket}, if it has one, in one step. */
    void attach(Descriptor socket) throws ErrnoException {
        int instructions = INSTRUCTIONS + ranges.size() * INSTRUCTIONS_PER_RANGE;
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory program = NativeMemory.in(arena, instructions * INSTRUCTION_BYTES);
            write(program.bytes().duplicate().order(program.bytes().order()));
            NativeMemory fprog = NativeMemory.in(arena, FPROG_BYTES);
            fprog.bytes().putShort(0, (short) instructions);
            fprog.bytes().putLong(FPROG_INSTRUCTIONS, program.address(0));
            socket.changeOption(Descriptor.SOL_SOCKET, SO_ATTACH_FILTER, fprog, FPROG_BYTES);
        }
    }

    private void write(ByteBuffer program) {
        writeConnectionCheck(program);
        write(program, LOAD_HALF_WORD, 0, 0, LOCAL_PORT);
        for (Range range : ranges) {
            write(program, JUMP_IF_GREATER_OR_EQUAL, 0, 2, range.first());
            write(program, JUMP_IF_GREATER, 1, 0, range.last());
            write(program, RETURN, 0, 0, WHOLE_MESSAGE);
        }
        write(program, RETURN, 0, 0, NOTHING);
    }

    /** Drops what has a peer and is surely of TCP; all else is left to the ranges. */
    private static void writeConnectionCheck(ByteBuffer program) {
        write(program, LOAD_HALF_WORD, 0, 0, REMOTE_PORT);
        write(program, JUMP_IF_EQUAL, 7, 0, 0);
        write(program, LOAD_LENGTH, 0, 0, 0);
        write(program, JUMP_IF_GREATER, 0, 5, ATTRIBUTE_VALUE);
        write(program, LOAD_WORD, 0, 0, ATTRIBUTE);
        write(program, JUMP_IF_EQUAL, 0, 3, PROTOCOL_ATTRIBUTE);
        write(program, LOAD_BYTE, 0, 0, ATTRIBUTE_VALUE);
        write(program, JUMP_IF_EQUAL, 0, 1, IpProtocol.TCP.number());
        write(program, RETURN, 0, 0, NOTHING);
    }

    /** {@code struct sock_filter}: {@code ifTrue} and {@code ifFalse} are how many instructions to skip. */
    private static void write(ByteBuffer program, int code, int ifTrue, int ifFalse, int operand) {
        program.putShort((short) code).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
    }
}
