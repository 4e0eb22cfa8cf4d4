package org.portmapper.audit;

import org.portmapper.identity.Caller;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.rpcbind.Rpcb;

/**
 * A call that wants to change what is registered.
 *
 * @param procedure "SET" or "UNSET"
 * @param asked what the call says, unchecked
 */
public record Request(String procedure, Peer peer, Caller caller, Rpcb asked) {}
