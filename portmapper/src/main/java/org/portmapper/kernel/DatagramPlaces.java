package org.portmapper.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The native memory of a {@link DatagramBatch}: where each datagram has its sender, control messages and payload. */
final class DatagramPlaces {

    private static final int NAME_BYTES = 32;
    private static final int PAGE_BYTES = 4096;
    private static final int CACHE_LINE_BYTES = 64;

    private final int payloadLimit;
    private final int names;
    private final int controls;
    private final int replyControls;
    private final int payloads;
    private final NativeMemory memory;
    private final MessageVector incoming;
    private final MessageVector outgoing;

    DatagramPlaces(int capacity, int payloadLimit) {
        this.payloadLimit = payloadLimit;
        int vectors = 2 * MessageVector.bytes(capacity);
        this.names = vectors;
        this.controls = names + capacity * NAME_BYTES;
        this.replyControls = controls + capacity * PacketDestination.CONTROL_BYTES;
        this.payloads = roundedUp(replyControls + capacity * ControlMessage.MAX_PKTINFO_BYTES, PAGE_BYTES);
        this.memory = NativeMemory.mapped(payloads + capacity * payloadStride());
        this.incoming = new MessageVector(memory, 0, capacity);
        this.outgoing = new MessageVector(memory, vectors / 2, capacity);
        for (int element = 0; element < capacity; element++) {
            incoming.name(element, name(element), InetSockaddr.BYTES);
            incoming.payload(element, payload(element), payloadLimit);
            incoming.control(element, control(element), PacketDestination.CONTROL_BYTES);
        }
    }

    MessageVector incoming() {
        return incoming;
    }

    MessageVector outgoing() {
        return outgoing;
    }

    ByteBuffer bytes() {
        return memory.bytes();
    }

    /** The sender's sockaddr. */
    int name(int element) {
        return names + element * NAME_BYTES;
    }

    int control(int element) {
        return controls + element * PacketDestination.CONTROL_BYTES;
    }

    int replyControl(int element) {
        return replyControls + element * ControlMessage.MAX_PKTINFO_BYTES;
    }

    int payload(int element) {
        return payloads + element * payloadStride();
    }

    ByteBuffer payloadBytes(int element) {
        return memory.bytes().slice(payload(element), payloadLimit).order(ByteOrder.BIG_ENDIAN);
    }

    /** One line more than needed: at a distance of whole pages all payloads would compete for the same cache lines. */
    private int payloadStride() {
        return roundedUp(payloadLimit, PAGE_BYTES) + CACHE_LINE_BYTES;
    }

    private static int roundedUp(int size, int unit) {
        return (size + unit - 1) & -unit;
    }
}
