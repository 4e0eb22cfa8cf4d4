package org.portmapper.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.UnsignedInt;

/** Random values that visit the edges of their ranges often; the same seed gives the same values for ever. */
public final class RandomValues {
    /** Values that a test draws from each seed: with the seeds, thousands in all. */
    public static final int PER_SEED = 300;

    private static final int SEEDS = 10;
    private static final long[] EDGES = {0, 1, 2, 0x7fff_ffffL, 0x8000_0000L, UnsignedInt.MAX};

    private final SplittableRandom random;

    /** The values of a seed. */
    public RandomValues(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The seeds of a {@link Seeded} test. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, SEEDS);
    }

    /** A number of 0 to {@code limit}, both included; every fourth is one of the two. */
    public int upTo(int limit) {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> limit;
            default -> random.nextInt(limit + 1);
        };
    }

    /** Any 32 bits. */
    public int anyInt() {
        return (int) unsignedInt();
    }

    /** A number of 0 to 4,294,967,295. */
    public long unsignedInt() {
        return random.nextInt(4) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextLong(UnsignedInt.MAX + 1);
    }

    /** True or false. */
    public boolean coin() {
        return random.nextBoolean();
    }

    /** At most {@code limit} bytes. */
    public Opaque opaque(int limit) {
        return bytes(upTo(limit));
    }

    /** So many bytes. */
    public Opaque bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Opaque.of(bytes);
    }

    /** A string of at most {@code limit} chars, each of which is any that one byte can hold. */
    public String text(int limit) {
        return chars(upTo(limit), 0, 0x100);
    }

    /** So many chars, from {@code first} to the one before {@code end}. */
    public String chars(int length, int first, int end) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(first, end));
        }
        return text.toString();
    }

    /** At most {@code limit} items. */
    public <T> List<T> list(int limit, Supplier<T> item) {
        return listOf(upTo(limit), item);
    }

    /** So many items. */
    public <T> List<T> listOf(int size, Supplier<T> item) {
        List<T> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            items.add(item.get());
        }
        return items;
    }

    /** One of the items. */
    public <T> T oneOf(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
