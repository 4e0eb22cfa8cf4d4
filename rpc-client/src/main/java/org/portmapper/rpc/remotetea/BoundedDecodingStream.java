package org.portmapper.rpc.remotetea;

import java.lang.StackWalker.StackFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.XdrDecodingStream;
import org.portmapper.rpc.xdr.Opaque;

/**
 * Gives a Remote Tea type the bytes of a reply that is complete, and refuses lengths that cannot be true.
 *
 * <p>Remote Tea's own methods for strings, opaque data and vectors are final, read a length by {@link #xdrDecodeInt} like any other number, and
 * allocate so much at once, before they read on. A number that would be too many is therefore looked at here: the stack
 * tells whether one of these methods reads it, and as what.
 */
final class BoundedDecodingStream extends XdrDecodingStream {
    /**
     * From here on a number is looked at, which takes about a microsecond; negative numbers are, too. Below it, a length
     * that is a lie costs 32 KiB, and a vector of large numbers some milliseconds.
     */
    static final int LOOKED_AT = 4096;

    private static final Items BYTES = new Items(1, false);
    private static final Items STRINGS = new Items(Integer.BYTES, false);
    private static final Items NUMBERS = new Items(Integer.BYTES, true);
    private static final Items LONG_NUMBERS = new Items(Long.BYTES, true);

    /** The methods that read a length, and of what. */
    private static final Map<String, Items> COUNTED = Map.of(
            "xdrDecodeDynamicOpaque", BYTES,
            "xdrDecodeString", BYTES,
            "xdrDecodeByteVector", NUMBERS,
            "xdrDecodeShortVector", NUMBERS,
            "xdrDecodeIntVector", NUMBERS,
            "xdrDecodeLongVector", LONG_NUMBERS,
            "xdrDecodeFloatVector", NUMBERS,
            "xdrDecodeDoubleVector", LONG_NUMBERS,
            "xdrDecodeBooleanVector", NUMBERS,
            "xdrDecodeStringVector", STRINGS);

    /**
     * Where the call stands that reads a length: the first thing that those methods do, after pushing {@code this}. Two of
     * them read their items by the same method, further down.
     */
    private static final int FIRST_CALL = 1;

    private static final StackWalker CALLERS =
            StackWalker.getInstance(Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE), 4);

    /** Bytes of the reply that each item takes at least, and whether the items are numbers and nothing else. */
    private record Items(int size, boolean numbers) {}

    private final ByteBuffer reply;
    private final InetSocketAddress sender;
    /** Up to here, numbers are items of a vector whose length has been looked at. */
    private int itemsEnd;

    BoundedDecodingStream(Opaque reply, InetSocketAddress sender, String characterEncoding) {
        this.reply = reply.toBuffer();
        this.sender = sender;
        setCharacterEncoding(characterEncoding);
    }

    @Override
    public InetAddress getSenderAddress() {
        return sender.getAddress();
    }

    @Override
    public int getSenderPort() {
        return sender.getPort();
    }

    /** Does nothing: there is one reply, and it is here. */
    @Override
    public void beginDecoding() {}

    @Override
    public int xdrDecodeInt() throws OncRpcException {
        require(Integer.BYTES);
        int value = reply.getInt();
        if (Integer.compareUnsigned(value, LOOKED_AT) >= 0 && reply.position() > itemsEnd) {
            lookAt(value);
        }
        return value;
    }

    private void lookAt(int value) throws OncRpcException {
        Optional<Items> counted = CALLERS.walk(
                frames -> frames.dropWhile(frame -> frame.getDeclaringClass() == BoundedDecodingStream.class)
                        .findFirst()
                        .flatMap(BoundedDecodingStream::counted));
        if (counted.isPresent()) {
            requireLength(value, counted.get().size());
            itemsEnd = counted.get().numbers()
                    ? reply.position() + (value * counted.get().size())
                    : itemsEnd;
        }
    }

    /** What the caller counts, if the number that it reads is a length. */
    private static Optional<Items> counted(StackFrame caller) {
        return caller.getDeclaringClass() == XdrDecodingStream.class && caller.getByteCodeIndex() == FIRST_CALL
                ? Optional.ofNullable(COUNTED.get(caller.getMethodName()))
                : Optional.empty();
    }

    private void requireLength(int length, int itemSize) throws OncRpcException {
        int most = reply.remaining() / itemSize;
        if (length < 0 || length > most) {
            throw new OncRpcException(
                    OncRpcException.RPC_CANTDECODERES,
                    "length in the results: " + Integer.toUnsignedLong(length) + " (expected: at most " + most
                            + ", for which there are bytes left)");
        }
    }

    @Override
    public byte[] xdrDecodeOpaque(int length) throws OncRpcException {
        require(length);
        byte[] opaque = new byte[length];
        xdrDecodeOpaque(opaque, 0, length);
        return opaque;
    }

    @Override
    public void xdrDecodeOpaque(byte[] opaque, int offset, int length) throws OncRpcException {
        int padding = -length & 3;
        require(length + (long) padding);
        reply.get(opaque, offset, length);
        reply.position(reply.position() + padding);
    }

    private void require(long bytes) throws OncRpcException {
        if (bytes < 0 || bytes > reply.remaining()) {
            throw new OncRpcException(
                    OncRpcException.RPC_BUFFERUNDERFLOW,
                    "results: " + reply.remaining() + " bytes left (expected: " + bytes + ")");
        }
    }
}
