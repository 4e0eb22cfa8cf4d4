package org.portmapper.rpc.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.transport.RpcTransport;
import org.portmapper.rpc.transport.StreamTransport;
import org.portmapper.rpc.transport.TransportException;
import org.portmapper.rpc.transport.UdpTransport;
import org.portmapper.rpc.xdr.XdrException;

/**
 * The way to one address: a transport that is opened at the first call, and anew at the first call after it has ended.
 * Nothing here waits: that nobody is there shows in the call.
 */
final class ReopeningTransport implements AutoCloseable {
    private final RpcAddress address;
    private @Nullable RpcTransport current;
    private boolean closed;

    ReopeningTransport(RpcAddress address) {
        this.address = address;
    }

    RpcAddress address() {
        return address;
    }

    /** The future ends on the event loop, with the results or with an {@link RpcException} as it is. */
    <T> CompletableFuture<T> send(Call<T> call, Duration deadline) {
        CalledProcedure called = new CalledProcedure(address, call.procedure());
        CompletableFuture<RpcReply> reply;
        try {
            reply = send(call, deadline, transport());
        } catch (TransportException e) {
            return CompletableFuture.failedFuture(called.failed(e));
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = reply.thenApply(message -> read(called, call, message))
                .whenComplete((value, failure) -> Handover.settle(result, value, named(called, failure)));
        Handover.cancelWith(result, reply);
        return result;
    }

    private static CompletableFuture<RpcReply> send(Call<?> call, Duration deadline, RpcTransport transport) {
        RpcCall message = new RpcCall(
                transport.nextXid(), call.procedure(), call.credential(), OpaqueAuth.NONE, call.arguments());
        return transport.send(message, deadline);
    }

    private static <T> T read(CalledProcedure called, Call<T> call, RpcReply reply) {
        try {
            return call.results().read(called.resultsOf(reply).reader());
        } catch (XdrException e) {
            throw called.malformed(e);
        }
    }

    private static @Nullable Throwable named(CalledProcedure called, @Nullable Throwable failure) {
        return failure != null && Handover.unwrap(failure) instanceof TransportException e ? called.failed(e) : failure;
    }

    /** Ends when the transport in use does; at once where there is none. */
    synchronized CompletableFuture<?> ended() {
        return current == null ? CompletableFuture.completedFuture(address) : current.ended();
    }

    private synchronized RpcTransport transport() throws TransportException {
        RpcTransport usable = current;
        if (usable == null || (usable.hasEnded() && !closed)) {
            usable = open();
            current = usable;
            if (closed) {
                usable.close();
            }
        }
        return usable;
    }

    private RpcTransport open() throws TransportException {
        if (address.address() instanceof UniversalAddress.Inet inet) {
            return address.netid().semantics() == Netid.Semantics.CONNECTIONLESS
                    ? UdpTransport.open(RpcAddress.socketAddress(inet))
                    : StreamTransport.openTcp(RpcAddress.socketAddress(inet));
        }
        return StreamTransport.openLocal(Path.of(address.address().text()));
    }

    /** Closes the socket without waiting; calls that still wait, and all later ones, end with {@link RpcException.Closed}. */
    @Override
    public synchronized void close() {
        closed = true;
        if (current != null) {
            current.close();
        }
    }
}
