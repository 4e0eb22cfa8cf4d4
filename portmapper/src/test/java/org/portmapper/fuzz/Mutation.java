package org.portmapper.fuzz;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Changes messages as no client would: it knows that they are words of four bytes, among them lengths, and where a call's
 * program, version and procedure stand. The same seed gives the same messages.
 */
final class Mutation {
    /** Most bytes of a message: more than any limit of a string, and a datagram that is not cut. */
    static final int LIMIT = 2_000;

    private static final int[] EDGES = {
        0,
        1,
        2,
        3,
        4,
        5,
        13,
        16,
        17,
        32,
        33,
        128,
        129,
        255,
        256,
        257,
        400,
        401,
        0xffff,
        0x1_0000,
        0x7fff_ffff,
        0x8000_0000,
        0x8000_0001,
        -1,
        -2,
        -4
    };
    private static final int WORD = 4;

    private final SplittableRandom random;
    private final List<byte[]> seeds;

    Mutation(long seed, List<byte[]> seeds) {
        this.random = new SplittableRandom(seed);
        this.seeds = seeds;
    }

    /** The next message: one of the seeds, changed up to eight times, mostly once or twice; every sixteenth is as it was. */
    byte[] next() {
        byte[] message = seed();
        for (int changes = changes(); changes > 0; changes--) {
            message = change(message);
        }
        return message.length > LIMIT ? Arrays.copyOf(message, LIMIT) : message;
    }

    private int changes() {
        return random.nextInt(16) == 0 ? 0 : 1 + Integer.numberOfTrailingZeros(random.nextInt(1, 256));
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size())).clone();
    }

    private byte[] change(byte[] message) {
        return switch (random.nextInt(10)) {
            case 0 -> flipped(message);
            case 1, 2, 3 -> withWord(message, anyWord(message), edge(message));
            case 4 -> withWord(message, WORD * random.nextInt(2, 6), random.nextInt(14));
            case 5 -> Arrays.copyOf(message, random.nextInt(message.length + 1));
            case 6 -> splice(message, seed());
            case 7 -> inserted(message);
            case 8 -> withoutPart(message);
            default -> withWord(message, anyWord(message), random.nextInt());
        };
    }

    private byte[] flipped(byte[] message) {
        if (message.length > 0) {
            message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return message;
    }

    /** Where a word stands, if there are any bytes at all. */
    private int anyWord(byte[] message) {
        return WORD * random.nextInt(Math.max(1, message.length / WORD));
    }

    private int edge(byte[] message) {
        // What is left of the message, one more and one less, besides what limits there are.
        return switch (random.nextInt(4)) {
            case 0 -> message.length - WORD * random.nextInt(16) + random.nextInt(-1, 2);
            default -> EDGES[random.nextInt(EDGES.length)];
        };
    }

    private static byte[] withWord(byte[] message, int at, int value) {
        if (at + WORD <= message.length) {
            ByteBuffer.wrap(message).putInt(at, value);
        }
        return message;
    }

    private byte[] splice(byte[] first, byte[] second) {
        int head = random.nextInt(first.length + 1);
        int tail = random.nextInt(second.length + 1);
        byte[] spliced = Arrays.copyOf(first, head + tail);
        System.arraycopy(second, second.length - tail, spliced, head, tail);
        return spliced;
    }

    private byte[] inserted(byte[] message) {
        byte[] more = new byte[random.nextInt(4) == 0 ? random.nextInt(600) : random.nextInt(1, 9)];
        if (random.nextBoolean()) {
            random.nextBytes(more);
        }
        int at = random.nextInt(message.length + 1);
        byte[] longer = Arrays.copyOf(message, message.length + more.length);
        System.arraycopy(message, at, longer, at + more.length, message.length - at);
        System.arraycopy(more, 0, longer, at, more.length);
        return longer;
    }

    /** Padding that is missing, for one. */
    private byte[] withoutPart(byte[] message) {
        int from = random.nextInt(message.length + 1);
        int to = Math.min(message.length, from + random.nextInt(1, 6));
        byte[] shorter = Arrays.copyOf(message, message.length - (to - from));
        System.arraycopy(message, to, shorter, from, message.length - to);
        return shorter;
    }
}
