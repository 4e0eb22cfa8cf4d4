package org.portmapper.program;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;

/** Calls a service of this host over UDP, for a caller who called the portmapper. */
@FunctionalInterface
public interface Forwarder {
    /** The service's reply; ends on the event loop and after a bounded time, exceptionally where none came. */
    CompletableFuture<RpcReply> forward(InetSocketAddress service, RpcCall call);
}
