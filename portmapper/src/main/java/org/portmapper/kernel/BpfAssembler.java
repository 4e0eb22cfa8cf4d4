package org.portmapper.kernel;

import static org.portmapper.kernel.BpfInstruction.ADD;
import static org.portmapper.kernel.BpfInstruction.AND;
import static org.portmapper.kernel.BpfInstruction.CALL;
import static org.portmapper.kernel.BpfInstruction.EXIT;
import static org.portmapper.kernel.BpfInstruction.JUMP;
import static org.portmapper.kernel.BpfInstruction.JUMP_IF_EQUAL;
import static org.portmapper.kernel.BpfInstruction.JUMP_UNLESS_EQUAL;
import static org.portmapper.kernel.BpfInstruction.LOAD_32;
import static org.portmapper.kernel.BpfInstruction.LOAD_64;
import static org.portmapper.kernel.BpfInstruction.LOAD_PACKET_16;
import static org.portmapper.kernel.BpfInstruction.LOAD_PACKET_16_AT_REGISTER;
import static org.portmapper.kernel.BpfInstruction.LOAD_PACKET_8;
import static org.portmapper.kernel.BpfInstruction.MOVE_NUMBER;
import static org.portmapper.kernel.BpfInstruction.MOVE_REGISTER;
import static org.portmapper.kernel.BpfInstruction.SHIFT_LEFT;
import static org.portmapper.kernel.BpfInstruction.STORE_32;
import static org.portmapper.kernel.BpfInstruction.XOR;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes a BPF program one instruction after the other. Jumps go to labels further on: no program here has a loop. */
final class BpfAssembler {

    static final int R0 = 0;
    static final int R1 = 1;
    static final int R6 = 6;
    static final int R7 = 7;

    private final List<BpfInstruction> instructions = new ArrayList<>();
    private final Map<Integer, String> jumps = new HashMap<>();
    private final Map<String, Integer> labels = new HashMap<>();

    BpfAssembler moveRegister(int destination, int source) {
        return add(new BpfInstruction(MOVE_REGISTER, destination, source, 0, 0));
    }

    BpfAssembler moveNumber(int destination, int number) {
        return add(new BpfInstruction(MOVE_NUMBER, destination, 0, 0, number));
    }

    BpfAssembler add(int destination, int number) {
        return add(new BpfInstruction(ADD, destination, 0, 0, number));
    }

    BpfAssembler and(int destination, int number) {
        return add(new BpfInstruction(AND, destination, 0, 0, number));
    }

    BpfAssembler shiftLeft(int destination, int bits) {
        return add(new BpfInstruction(SHIFT_LEFT, destination, 0, 0, bits));
    }

    BpfAssembler xor(int destination, int number) {
        return add(new BpfInstruction(XOR, destination, 0, 0, number));
    }

    BpfAssembler load32(int destination, int base, int offset) {
        return add(new BpfInstruction(LOAD_32, destination, base, offset, 0));
    }

    BpfAssembler load64(int destination, int base, int offset) {
        return add(new BpfInstruction(LOAD_64, destination, base, offset, 0));
    }

    BpfAssembler store32(int base, int offset, int source) {
        return add(new BpfInstruction(STORE_32, base, source, offset, 0));
    }

    /** Into r0; a packet too short for it ends the program with the result 0. */
    BpfAssembler loadPacket8(int at) {
        return add(new BpfInstruction(LOAD_PACKET_8, 0, 0, 0, at));
    }

    /** Into r0; a packet too short for it ends the program with the result 0. */
    BpfAssembler loadPacket16(int at) {
        return add(new BpfInstruction(LOAD_PACKET_16, 0, 0, 0, at));
    }

    /** Into r0, from {@code at} plus a register; a packet too short for it ends the program with the result 0. */
    BpfAssembler loadPacket16(int at, int plusRegister) {
        return add(new BpfInstruction(LOAD_PACKET_16_AT_REGISTER, 0, plusRegister, 0, at));
    }

    BpfAssembler call(int function) {
        return add(new BpfInstruction(CALL, 0, 0, 0, function));
    }

    BpfAssembler exit() {
        return add(new BpfInstruction(EXIT, 0, 0, 0, 0));
    }

    BpfAssembler jump(String label) {
        return addJump(new BpfInstruction(JUMP, 0, 0, 0, 0), label);
    }

    BpfAssembler jumpIfEqual(int register, int number, String label) {
        return addJump(new BpfInstruction(JUMP_IF_EQUAL, register, 0, 0, number), label);
    }

    BpfAssembler jumpUnlessEqual(int register, int number, String label) {
        return addJump(new BpfInstruction(JUMP_UNLESS_EQUAL, register, 0, 0, number), label);
    }

    /** Names the instruction that comes next. */
    BpfAssembler label(String name) {
        if (labels.putIfAbsent(name, instructions.size()) != null) {
            throw new IllegalArgumentException("label: " + name + " (expected: a name used once)");
        }
        return this;
    }

    BpfProgram assemble() {
        jumps.forEach((index, label) ->
                instructions.set(index, instructions.get(index).withOffset(offset(index, label))));
        return new BpfProgram(instructions);
    }

    private int offset(int from, String label) {
        Integer target = labels.get(label);
        if (target == null || target <= from) {
            throw new IllegalArgumentException("label: " + label + " (expected: one after the jump to it)");
        }
        return target - from - 1;
    }

    private BpfAssembler addJump(BpfInstruction jump, String label) {
        jumps.put(instructions.size(), label);
        return add(jump);
    }

    private BpfAssembler add(BpfInstruction instruction) {
        instructions.add(instruction);
        return this;
    }
}
