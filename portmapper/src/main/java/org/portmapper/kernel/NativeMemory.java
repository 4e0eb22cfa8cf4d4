package org.portmapper.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory that the kernel reads and writes. It is read and written here through a buffer in native byte order, because
 * buffer accessors need no method handles and so cost nothing at start-up.
 */
final class NativeMemory {

    private static final int LARGEST_ALIGNMENT = 8;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    private final MemorySegment segment;
    private final ByteBuffer bytes;

    private NativeMemory(MemorySegment segment) {
        this.segment = segment;
        this.bytes = segment.asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /** Zeroed memory for the life of {@code arena}. */
    static NativeMemory in(Arena arena, int size) {
        return new NativeMemory(arena.allocate(size, LARGEST_ALIGNMENT));
    }

    /**
     * Zeroed memory, page aligned, given back when nothing refers to it any more. Pages never touched cost nothing,
     * whereas an arena clears, and so occupies, all that it allocates.
     */
    static NativeMemory mapped(int size) {
        long address = Syscall.MMAP.call(0, size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1);
        if (address < 0) {
            throw new IllegalStateException("mmap of " + size + " bytes: " + Errno.of(address));
        }
        MemorySegment pages = MemorySegment.ofAddress(address)
                .reinterpret(size, Arena.ofAuto(), _ -> Syscall.MUNMAP.call(address, size, 0));
        return new NativeMemory(pages);
    }

    MemorySegment segment() {
        return segment;
    }

    /** Absolute access only: nobody moves its position. */
    ByteBuffer bytes() {
        return bytes;
    }

    long address(int offset) {
        return segment.address() + offset;
    }
}
