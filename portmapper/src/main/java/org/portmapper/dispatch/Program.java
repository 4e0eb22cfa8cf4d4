package org.portmapper.dispatch;

import org.portmapper.identity.Peer;
import org.portmapper.rpc.message.RpcCall;
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
}
