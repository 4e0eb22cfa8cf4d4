package org.portmapper.rpc.client;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
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
    /** Whoever reads or changes what follows holds the lock of this object, and ends no call while holding it. */
    private @Nullable Connection current;

    private boolean closed;

    /** A transport and its end, for which it is asked once: it remembers each future that it gives. */
    private record Connection(RpcTransport transport, CompletableFuture<TransportException> end) {
        static Connection of(RpcTransport transport) {
            return new Connection(transport, transport.ended());
        }
    }

    ReopeningTransport(RpcAddress address) {
        this.address = address;
    }

    RpcAddress address() {
        return address;
    }

    /** One call; the future ends on the event loop, with the results or with an {@link RpcException} as it is. */
    <T> CompletableFuture<T> send(Call<T> call, Deadline deadline) {
        return send(call, deadline, (value, connection) -> value);
    }

    /** As {@link #send}, with what is known about the answer. */
    <T> CompletableFuture<Answer<T>> ask(Call<T> call, Deadline deadline) {
        return send(
                call,
                deadline,
                (value, connection) -> new Answer<>(value, address, call.procedure(), connection.end()));
    }

    private <T, R> CompletableFuture<R> send(Call<T> call, Deadline deadline, BiFunction<T, Connection, R> answer) {
        CalledProcedure called = new CalledProcedure(address, call.procedure());
        if (deadline.isOver()) {
            return CompletableFuture.failedFuture(called.late());
        }
        Connection connection;
        try {
            connection = connection(called);
        } catch (RpcException e) {
            return CompletableFuture.failedFuture(e);
        }
        return Handover.map(
                send(call, deadline, connection.transport()),
                reply -> answer.apply(read(called, call, reply), connection),
                failure -> failure instanceof TransportException e ? called.failed(e) : failure);
    }

    private static CompletableFuture<RpcReply> send(Call<?> call, Deadline deadline, RpcTransport transport) {
        RpcCall message = new RpcCall(
                transport.nextXid(), call.procedure(), call.credential(), OpaqueAuth.NONE, call.arguments());
        return transport.send(message, deadline.left());
    }

    private static <T> T read(CalledProcedure called, Call<T> call, RpcReply reply) {
        try {
            return call.results().read(called.resultsOf(reply).reader());
        } catch (XdrException e) {
            throw called.malformed(e);
        }
    }

    private synchronized Connection connection(CalledProcedure called) {
        if (closed) {
            throw called.closed();
        }
        Connection usable = current;
        if (usable == null || usable.transport().hasEnded()) {
            usable = Connection.of(open(called));
            current = usable;
        }
        return usable;
    }

    private RpcTransport open(CalledProcedure called) {
        try {
            return open();
        } catch (TransportException e) {
            throw called.failed(e);
        } catch (InvalidPathException e) {
            throw called.unusable(e.getReason());
        }
    }

    private RpcTransport open() throws TransportException {
        if (address.address() instanceof UniversalAddress.Inet inet) {
            return address.netid().semantics() == Netid.Semantics.CONNECTIONLESS
                    ? UdpTransport.open(RpcAddress.socketAddress(inet))
                    : StreamTransport.openTcp(RpcAddress.socketAddress(inet));
        }
        return StreamTransport.openLocal(path());
    }

    private Path path() {
        String name = address.address().text();
        if (!name.startsWith("/")) {
            throw new InvalidPathException(name, "an abstract name, which Java cannot connect to (expected: a path)");
        }
        return Path.of(name);
    }

    /** Closes the socket without waiting; calls that still wait, and all later ones, end with {@link RpcException.Closed}. */
    @Override
    public void close() {
        Connection last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        if (last != null) {
            last.transport().close();
        }
    }
}
