package org.portmapper.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.portmapper.dispatch.Dispatcher;
import org.portmapper.dispatch.PlainCall;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.transport.RecordWriter;

/**
 * The replies to plain look-ups of one connection: those of one read are gathered in one buffer, which is one write. It belongs to the
 * event loop.
 */
final class PlainReplies {
    /** Bytes of a call that is answered in place: no plain call that makes sense is longer. Also more than any reply to one. */
    private static final int CALL = 512;

    /** Bytes that are gathered before they are written, so that what is not read is seen soon. */
    private static final int GATHERED = 4_096;

    /** A look-up over a local socket is by somebody of this host, who tries loopback. */
    private static final InetAddress LOOPBACK = AddressText.parse("127.0.0.1").orElseThrow();

    private final Dispatcher dispatcher;
    private final Netid netid;
    private final InetAddress asked;
    private final ByteBuffer place;
    private Optional<ByteBuf> gathered = Optional.empty();

    /** @param place memory of {@link #place} that all connections of the event loop share */
    PlainReplies(Dispatcher dispatcher, Peer peer, ByteBuffer place) {
        this.dispatcher = dispatcher;
        this.netid = peer.netid();
        this.asked = peer instanceof Peer.Inet inet ? inet.local() : LOOPBACK;
        this.place = place;
    }

    /** Memory in which calls are answered, one at a time. */
    static ByteBuffer place() {
        return ByteBuffer.allocate(CALL);
    }

    /** Gathers the reply to a call, if it is a plain one. */
    boolean answer(ByteBuffer call, ByteBufAllocator allocator) {
        int length = call.remaining();
        if (length > CALL) {
            return false;
        }
        place.put(0, call, call.position(), length);
        int replyLength = dispatcher.answerInPlace(place, length, netid, asked);
        if (replyLength == PlainCall.NOT_HERE) {
            return false;
        }
        ByteBuf replies = gathered.orElseGet(() -> allocator.ioBuffer(GATHERED));
        gathered = Optional.of(replies);
        replies.writeInt(RecordWriter.header(replyLength, true)).writeBytes(place.slice(0, replyLength));
        return true;
    }

    /** Whether enough is gathered to be written. */
    boolean isFull() {
        return gathered.isPresent() && gathered.get().readableBytes() > GATHERED - CALL;
    }

    /** What was gathered; whoever takes it writes it. */
    Optional<ByteBuf> take() {
        Optional<ByteBuf> taken = gathered;
        gathered = Optional.empty();
        return taken;
    }
}
