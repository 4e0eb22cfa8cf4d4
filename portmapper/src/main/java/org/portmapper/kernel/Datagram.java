package org.portmapper.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One received datagram: a place of its {@link DatagramBatch}, valid until that batch receives again. Not for keeping:
 * an answer that takes longer keeps the {@link #replyPath} and a copy of what it needs.
 */
public final class Datagram {

    private static final int MSG_TRUNC = 0x20;

    private final DatagramBatch batch;
    private final int element;
    private final ByteBuffer memory;
    private final int name;
    private final ByteBuffer place;
    private final PacketDestination destination;
    private final int control;
    private int controlLength;
    private int length;
    private boolean truncated;
    private boolean answered;
    private @Nullable InetSocketAddress sender;

    Datagram(DatagramBatch batch, DatagramPlaces places, int element) {
        this.batch = batch;
        this.element = element;
        this.memory = places.bytes();
        this.name = places.name(element);
        this.place = places.payloadBytes(element);
        this.control = places.control(element);
        this.destination = new PacketDestination(memory, control);
    }

    void arrived(MessageVector incoming) {
        length = incoming.length(element);
        truncated = (incoming.flags(element) & MSG_TRUNC) != 0;
        answered = false;
        sender = null;
        controlLength = incoming.controlLength(element);
        destination.locate(controlLength);
    }

    /** A read-only view on the datagram's bytes, big-endian; {@link #reply} overwrites them. */
    public ByteBuffer payload() {
        return place.slice(0, length).asReadOnlyBuffer();
    }

    /** Whether it was longer than the batch's payload limit, so that its end is missing. */
    public boolean isTruncated() {
        return truncated;
    }

    /** Where it came from; a v4-mapped address is given as IPv4. */
    public InetSocketAddress sender() {
        if (sender == null) {
            sender = InetSockaddr.read(memory, name);
        }
        return sender;
    }

    /**
     * The address of this host that was asked: for an IPv4 broadcast or multicast our own address on that interface, for
     * an IPv6 multicast the group; unspecified if the kernel did not tell.
     */
    public InetAddress localAddress() {
        return destination.address();
    }

    /** Of the interface it came in on; 0 if the kernel did not tell. */
    public int interfaceIndex() {
        return destination.interfaceIndex();
    }

    /** Whether the sender addressed several hosts. */
    public boolean isMulticastOrBroadcast() {
        return destination.isMulticastOrBroadcast();
    }

    /** Whether it went from one loopback address of this host to another, through the loopback interface alone. */
    boolean isOverLoopback() {
        return interfaceIndex() == LoopbackInterface.INDEX
                && !isMulticastOrBroadcast()
                && sender().getAddress().isLoopbackAddress()
                && localAddress().isLoopbackAddress();
    }

    /** The mark that it arrived with; 0 for none. Only {@link SenderMark} knows what it means. */
    int mark() {
        int mark = ControlMessage.find(memory, control, control + controlLength, ControlMessage.SO_MARK);
        return mark == ControlMessage.ABSENT ? 0 : memory.getInt(mark);
    }

    /** The way back, to answer after the batch is gone: {@link UdpSocket#send}. */
    public ReplyPath replyPath() {
        return destination.replyTo(sender());
    }

    /**
     * Stages the answer, all remaining bytes of {@code reply}, which {@link DatagramBatch#flush} sends from the address
     * that was asked. One answer to one datagram, at most as long as the batch's payload limit.
     */
    public void reply(ByteBuffer reply) {
        int replyLength = reply.remaining();
        requireReply(replyLength);
        place.put(0, reply, reply.position(), replyLength);
        reply.position(reply.limit());
        stage(replyLength);
    }

    /** The same, where the answer's bytes stand in the datagram's {@link #place} by now. */
    public void replyInPlace(int replyLength) {
        requireReply(replyLength);
        stage(replyLength);
    }

    private void requireReply(int replyLength) {
        if (answered) {
            throw new IllegalStateException("reply: a second one (expected: one reply to one datagram)");
        }
        if (replyLength > place.capacity()) {
            throw new IllegalArgumentException(
                    "reply: " + replyLength + " bytes (expected: at most " + place.capacity() + ")");
        }
    }

    private void stage(int replyLength) {
        answered = true;
        batch.stage(this, element, replyLength);
    }

    /** The memory that the datagram begins in, for whoever answers in it: big-endian, absolute access only. */
    public ByteBuffer place() {
        return place;
    }

    /** Its bytes. */
    public int length() {
        return length;
    }

    int writeReplyControl(int at) {
        return destination.writeReply(at);
    }
}
