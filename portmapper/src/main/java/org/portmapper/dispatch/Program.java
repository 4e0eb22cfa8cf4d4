package org.portmapper.dispatch;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.xdr.XdrException;

/** A program that is served here. */
public interface Program {
    /** Its number. */
    long number();

    /** The lowest version served. */
    long lowestVersion();

    /** The highest version served. */
    long highestVersion();

    /** Executes a procedure of a version that is served; arguments that cannot be decoded are an {@link XdrException}. */
    Answer call(RpcCall call, Peer peer) throws XdrException;

    /**
     * Answers a {@link PlainCall} to this program in the memory that it stands in, if it is among those that are asked most; the
     * reply is the one that {@link #call} gives. A program need not have such calls.
     *
     * @param netid the transport that it came in on
     * @param asked our address that it came to
     * @return the length of the reply, or {@link PlainCall#NOT_HERE}, and then the message is as it was
     */
    default int answerInPlace(ByteBuffer message, int length, Netid netid, InetAddress asked) {
        return PlainCall.NOT_HERE;
    }
}
