package org.portmapper.rpc.remotetea;

import java.util.Arrays;
import org.acplt.oncrpc.OncRpcException;
import org.acplt.oncrpc.XdrEncodingStream;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** Takes what a Remote Tea type writes into memory, up to a limit: a list that leads back to itself would have no end. */
final class BoundedEncodingStream extends XdrEncodingStream {
    private static final byte[] PADDING = new byte[3];

    private final XdrWriter writer = new XdrWriter();
    private final int limit;
    private int length;

    BoundedEncodingStream(int limit, String characterEncoding) {
        this.limit = limit;
        setCharacterEncoding(characterEncoding);
    }

    @Override
    public void xdrEncodeInt(int value) throws OncRpcException {
        require(Integer.BYTES);
        writer.writeInt(value);
    }

    @Override
    public void xdrEncodeOpaque(byte[] value, int offset, int length) throws OncRpcException {
        int padding = -length & 3;
        require(length + (long) padding);
        append(offset == 0 && length == value.length ? value : Arrays.copyOfRange(value, offset, offset + length));
        append(Arrays.copyOf(PADDING, padding));
    }

    private void append(byte[] bytes) {
        writer.writeBytes(Opaque.of(bytes));
    }

    private void require(long more) throws OncRpcException {
        if (more > limit - length) {
            throw new OncRpcException(
                    OncRpcException.RPC_BUFFEROVERFLOW,
                    "arguments: more than " + limit + " bytes (expected: at most " + limit + ")");
        }
        length += (int) more;
    }

    Opaque toOpaque() {
        return writer.toOpaque();
    }
}
