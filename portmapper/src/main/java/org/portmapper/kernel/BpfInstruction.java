package org.portmapper.kernel;

import java.nio.ByteBuffer;

/**
 * One instruction of a BPF program: RFC 9669 section 3.
 *
 * @param opcode one of the names below
 * @param destination the register that it changes or compares
 * @param source the register that it reads
 * @param offset of a field, or of a jump in instructions from the next one
 * @param immediate the number it works with
 */
record BpfInstruction(int opcode, int destination, int source, int offset, int immediate) {

    static final int BYTES = 8;

    /** destination = source, 64 bits. */
    static final int MOVE_REGISTER = 0xbf;
    /** destination = immediate, sign-extended to 64 bits. */
    static final int MOVE_NUMBER = 0xb7;
    /** destination += immediate, 32 bits. */
    static final int ADD = 0x04;
    /** destination &= immediate, 32 bits. */
    static final int AND = 0x54;
    /** destination <<= immediate, 32 bits. */
    static final int SHIFT_LEFT = 0x64;
    /** destination ^= immediate, 32 bits. */
    static final int XOR = 0xa4;
    /** destination = the 32 bits at source + offset. */
    static final int LOAD_32 = 0x61;
    /** destination = the 64 bits at source + offset. */
    static final int LOAD_64 = 0x79;
    /** The 32 bits at destination + offset = source. */
    static final int STORE_32 = 0x63;
    /** r0 = the byte of the packet at immediate. */
    static final int LOAD_PACKET_8 = 0x30;
    /** r0 = the 16 bits of the packet at immediate, from network order. */
    static final int LOAD_PACKET_16 = 0x28;
    /** r0 = the 16 bits of the packet at immediate + source, from network order. */
    static final int LOAD_PACKET_16_AT_REGISTER = 0x48;
    /** Always. */
    static final int JUMP = 0x05;
    /** If destination == immediate. */
    static final int JUMP_IF_EQUAL = 0x15;
    /** If destination != immediate. */
    static final int JUMP_UNLESS_EQUAL = 0x55;
    /** r0 = the kernel's function number immediate, of r1 to r5. */
    static final int CALL = 0x85;
    /** Ends the program; r0 is its result. */
    static final int EXIT = 0x95;

    /** The same with another offset. */
    BpfInstruction withOffset(int newOffset) {
        return new BpfInstruction(opcode, destination, source, newOffset, immediate);
    }

    /** Writes {@code struct bpf_insn}, whose two registers share a byte. */
    void write(ByteBuffer memory, int at) {
        memory.put(at, (byte) opcode);
        memory.put(at + 1, (byte) ((source << 4) | destination));
        memory.putShort(at + 2, (short) offset);
        memory.putInt(at + 4, immediate);
    }
}
