package org.portmapper.registry;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is registered of each program, by its number: a table with open addressing, because every look-up goes through it, and a map of
 * the JDK would allocate a key for each. For one thread.
 */
final class ProgramIndex {
    private static final int FIRST_CAPACITY = 64;

    /** Odd, so that it spreads all numbers; drawn anew at each start, so that nobody can choose programs that fall together. */
    private final long spread = ThreadLocalRandom.current().nextLong() | 1;

    private long[] programs = new long[FIRST_CAPACITY];
    private ProgramBindings[] bindings = free(FIRST_CAPACITY);
    private int size;

    private static ProgramBindings[] free(int capacity) {
        ProgramBindings[] slots = new ProgramBindings[capacity];
        Arrays.fill(slots, ProgramBindings.NONE);
        return slots;
    }

    /** What is registered of a program: {@link ProgramBindings#NONE} if nothing is. */
    ProgramBindings get(long program) {
        return bindings[slotOf(program)];
    }

    /** Where the program is, or the free slot where it would be. */
    private int slotOf(long program) {
        int slot = home(program);
        while (!isFree(slot) && programs[slot] != program) {
            slot = next(slot);
        }
        return slot;
    }

    private boolean isFree(int slot) {
        return bindings[slot].registrations().isEmpty();
    }

    private int home(long program) {
        return (int) ((program * spread) >>> 40) & (programs.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (programs.length - 1);
    }

    /** Replaces what is registered of a program; something must be. */
    void put(long program, ProgramBindings registered) {
        if (2 * (size + 1) > programs.length) {
            grow();
        }
        int slot = slotOf(program);
        size += isFree(slot) ? 1 : 0;
        programs[slot] = program;
        bindings[slot] = registered;
    }

    private void grow() {
        long[] oldPrograms = programs;
        ProgramBindings[] oldBindings = bindings;
        programs = new long[2 * oldPrograms.length];
        bindings = free(2 * oldBindings.length);
        size = 0;
        for (int slot = 0; slot < oldPrograms.length; slot++) {
            if (!oldBindings[slot].registrations().isEmpty()) {
                put(oldPrograms[slot], oldBindings[slot]);
            }
        }
    }

    /** Forgets a program. What follows it moves up, so that no search ends at the gap. */
    void remove(long program) {
        int gap = slotOf(program);
        if (isFree(gap)) {
            return;
        }
        size--;
        bindings[gap] = ProgramBindings.NONE;
        for (int slot = next(gap); !isFree(slot); slot = next(slot)) {
            ProgramBindings moved = bindings[slot];
            bindings[slot] = ProgramBindings.NONE;
            int place = slotOf(programs[slot]);
            programs[place] = programs[slot];
            bindings[place] = moved;
        }
    }
}
