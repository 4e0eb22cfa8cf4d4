package org.portmapper.server;

import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollDatagramChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.portmapper.program.Forwarder;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException;
import org.portmapper.rpc.transport.UdpTransport;

/** Passes calls on from the daemon's own event loop, each from a socket and with an xid of its own. */
record UdpForwarder(EventLoop loop) implements Forwarder {
    @Override
    public CompletableFuture<RpcReply> forward(InetSocketAddress service, RpcCall call) {
        try {
            UdpTransport transport = UdpTransport.open(loop, EpollDatagramChannel::new, service);
            RpcCall own = new RpcCall(
                    transport.nextXid(), call.procedure(), call.credential(), call.verifier(), call.arguments());
            return transport.send(own, Limits.FORWARDED_CALL).whenComplete((reply, failure) -> transport.close());
        } catch (TransportException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
