package org.portmapper.program;

import org.portmapper.dispatch.Answer;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.xdr.XdrException;

/** One version of program 100000. */
sealed interface ProgramVersion permits PortmapV2, RpcbindV3AndV4 {
    /** Executes the procedure that the call names; arguments that cannot be decoded are an {@link XdrException}. */
    Answer call(RpcCall call, Peer peer) throws XdrException;
}
