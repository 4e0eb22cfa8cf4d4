package org.portmapper.rpc.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.transport.RpcTransport;
import org.portmapper.rpc.transport.StreamTransport;
import org.portmapper.rpc.transport.TransportException;
import org.portmapper.rpc.transport.UdpTransport;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.UnsignedInt;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;

/** A program at an address, to be called without a credential: RFC 5531. Thread-safe. */
public final class RpcProgram implements AutoCloseable {
    /** How long a call waits where nothing else is said: four UDP datagrams, of which the last still has a second and a half. */
    public static final Duration DEADLINE = Duration.ofSeconds(5);

    /** The procedure that every program has and that does nothing, RFC 5531 section 12. */
    private static final ProcedureCall<Opaque> NULL = new ProcedureCall<>(0, Opaque.EMPTY, reader -> Opaque.EMPTY);

    private final long program;
    private final RpcAddress address;
    private final Duration deadline;
    private final RpcTransport transport;

    private RpcProgram(long program, RpcAddress address, Duration deadline, RpcTransport transport) {
        this.program = program;
        this.address = address;
        this.deadline = deadline;
        this.transport = transport;
    }

    /** A program, 0 to 4,294,967,295, at an address, with the default deadline. */
    public static RpcProgram open(long program, RpcAddress address) {
        return open(program, address, DEADLINE);
    }

    /**
     * A program at an address. It does not wait: that nobody is there shows at the first call.
     *
     * @param deadline how long each call may take, at most {@link RpcTransport#DEADLINE_LIMIT}
     * @throws RpcException.Unreachable if this process can have no further socket
     */
    public static RpcProgram open(long program, RpcAddress address, Duration deadline) {
        UnsignedInt.require("program", program);
        try {
            return new RpcProgram(program, address, deadline, openTransport(address));
        } catch (TransportException e) {
            throw new CalledProcedure(address, new Procedure(program, 0, 0)).failed(e);
        }
    }

    private static RpcTransport openTransport(RpcAddress address) throws TransportException {
        if (address.address() instanceof UniversalAddress.Inet inet) {
            return address.netid().semantics() == Netid.Semantics.CONNECTIONLESS
                    ? UdpTransport.open(RpcAddress.socketAddress(inet))
                    : StreamTransport.openTcp(RpcAddress.socketAddress(inet));
        }
        return StreamTransport.openLocal(Path.of(address.address().text()));
    }

    /** Where the program is called. */
    public RpcAddress address() {
        return address;
    }

    /** Calls a procedure and waits for its results, still encoded; see {@link #callAsync}. */
    public Opaque call(long version, long procedure, Opaque arguments) {
        return Handover.await(results(version, procedure, arguments));
    }

    /** Calls a procedure with encoded arguments; the future ends with its encoded results or an {@link RpcException}. */
    public CompletableFuture<Opaque> callAsync(long version, long procedure, Opaque arguments) {
        return Handover.toProgram(results(version, procedure, arguments));
    }

    private CompletableFuture<Opaque> results(long version, long procedure, Opaque arguments) {
        return request(version, new ProcedureCall<>(procedure, arguments, XdrReader::readRemaining));
    }

    /** Calls procedure 0 and waits for the answer; see {@link #pingAsync}. */
    public Duration ping(long version) {
        return Handover.await(roundTrip(version));
    }

    /**
     * Calls procedure 0, which does nothing: how long the answer took, over a stream with the connecting where it is the
     * first call. A version that is not served ends with {@link RpcException.ProgramMismatch}.
     */
    public CompletableFuture<Duration> pingAsync(long version) {
        return Handover.toProgram(roundTrip(version));
    }

    private CompletableFuture<Duration> roundTrip(long version) {
        long start = System.nanoTime();
        CompletableFuture<Opaque> answer = request(version, NULL);
        CompletableFuture<Duration> roundTrip =
                answer.thenApply(nothing -> Duration.ofNanos(System.nanoTime() - start));
        Handover.cancelWith(roundTrip, answer);
        return roundTrip;
    }

    /** Asks which versions are served and waits for the answer; see {@link #versionsAsync}. */
    public VersionRange versions() {
        return Handover.await(servedVersions());
    }

    /** Which versions the server says it serves when it is asked for one that no program has. */
    public CompletableFuture<VersionRange> versionsAsync() {
        return Handover.toProgram(servedVersions());
    }

    private CompletableFuture<VersionRange> servedVersions() {
        CompletableFuture<Opaque> answer = request(UnsignedInt.MAX, NULL);
        CompletableFuture<VersionRange> versions =
                answer.thenApply(nothing -> VersionRange.ALL).exceptionally(RpcProgram::versionsOf);
        Handover.cancelWith(versions, answer);
        return versions;
    }

    private static VersionRange versionsOf(Throwable failure) {
        if (Handover.unwrap(failure) instanceof RpcException.ProgramMismatch mismatch) {
            return mismatch.versions();
        }
        throw new CompletionException(Handover.unwrap(failure));
    }

    /** One call; the future ends on the event loop, with the results or with an {@link RpcException} as it is. */
    <T> CompletableFuture<T> request(long version, ProcedureCall<T> call) {
        CalledProcedure called = new CalledProcedure(address, new Procedure(program, version, call.number()));
        CompletableFuture<RpcReply> reply =
                transport.send(RpcCall.anonymous(transport.nextXid(), called.procedure(), call.arguments()), deadline);
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = reply.thenApply(message -> read(called, call, message))
                .whenComplete((value, failure) -> Handover.settle(result, value, named(called, failure)));
        Handover.cancelWith(result, reply);
        return result;
    }

    private static <T> T read(CalledProcedure called, ProcedureCall<T> call, RpcReply reply) {
        try {
            return call.results().read(called.resultsOf(reply).reader());
        } catch (XdrException e) {
            throw called.malformed(e);
        }
    }

    private static @Nullable Throwable named(CalledProcedure called, @Nullable Throwable failure) {
        return failure != null && Handover.unwrap(failure) instanceof TransportException e ? called.failed(e) : failure;
    }

    /** Closes the socket without waiting; calls that still wait end with {@link RpcException.Closed}. */
    @Override
    public void close() {
        transport.close();
    }
}
