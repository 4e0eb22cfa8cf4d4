package org.portmapper.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Makes a stream of messages: of whole records mostly, of fragments, and of what is no record marking at all. */
final class Framing {
    private static final int LAST = 0x8000_0000;
    private static final int[] LENGTHS = {0, 1, 3, 65_535, 65_536, 65_537, 0x7fff_ffff};

    private final SplittableRandom random;
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    private Framing(SplittableRandom random) {
        this.random = random;
    }

    static byte[] of(List<byte[]> messages, SplittableRandom random) {
        Framing framing = new Framing(random);
        messages.forEach(framing::add);
        byte[] stream = framing.stream.toByteArray();
        return random.nextInt(8) == 0 ? Arrays.copyOf(stream, random.nextInt(stream.length + 1)) : stream;
    }

    /** A record of one fragment. */
    static byte[] whole(ByteBuffer message) {
        ByteBuffer record = ByteBuffer.allocate(4 + message.remaining());
        return record.putInt(LAST | message.remaining())
                .put(message.duplicate())
                .array();
    }

    private void add(byte[] message) {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> fragments(message);
            case 3 -> {
                fragment(message, 0, message.length / 2, false);
                fragment(message, 0, message.length / 2, false);
                fragment(message, message.length / 2, message.length, true);
            }
            case 4 -> {
                for (int empty = random.nextInt(20); empty > 0; empty--) {
                    fragment(message, 0, 0, false);
                }
                fragment(message, 0, message.length, true);
            }
            case 5 -> {
                header(LENGTHS[random.nextInt(LENGTHS.length)], random.nextBoolean());
                stream.writeBytes(message);
            }
            case 6 -> stream.writeBytes(message);
            case 7 -> fragment(message, 0, message.length, false);
            default -> fragment(message, 0, message.length, true);
        }
    }

    private void fragments(byte[] message) {
        int from = 0;
        while (from < message.length) {
            int to = Math.min(message.length, from + 1 + random.nextInt(1 + message.length / 3));
            fragment(message, from, to, to == message.length);
            from = to;
        }
    }

    private void fragment(byte[] message, int from, int to, boolean last) {
        header(to - from, last);
        stream.write(message, from, to - from);
    }

    private void header(int length, boolean last) {
        stream.writeBytes(
                ByteBuffer.allocate(4).putInt(last ? length | LAST : length).array());
    }
}
