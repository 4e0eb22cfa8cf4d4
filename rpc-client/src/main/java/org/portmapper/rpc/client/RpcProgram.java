package org.portmapper.rpc.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.rpcbind.XdrList.ItemReader;
import org.portmapper.rpc.transport.RpcTransport;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.UnsignedInt;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/**
 * A program to be called, at an address or wherever a portmapper says it is: RFC 5531. Thread-safe.
 *
 * <p>A connection is made at the first call, and anew at the first call after it has ended. Over a connection a call is sent
 * once; over UDP it is repeated until it is answered, and may be executed more than once. {@link #within} and {@link #with}
 * give views that share the connection; closing any of them closes it for all.
 */
public final class RpcProgram implements AutoCloseable {
    /** How long a call waits where nothing else is said: four UDP datagrams, of which the last still has a second and a half. */
    public static final Duration DEADLINE = Duration.ofSeconds(5);

    /** The procedure that every program has and that does nothing, RFC 5531 section 12. */
    private static final ProcedureCall<Opaque> NULL = new ProcedureCall<>(0, Opaque.EMPTY, reader -> Opaque.EMPTY);

    private final long program;
    private final Destination destination;
    private final Duration deadline;
    private final OpaqueAuth credential;

    private RpcProgram(long program, Destination destination, Duration deadline, OpaqueAuth credential) {
        this.program = program;
        this.destination = destination;
        this.deadline = deadline;
        this.credential = credential;
    }

    /**
     * A program at an address. It does not wait: that nobody is there shows at the first call.
     *
     * @param program 0 to 4,294,967,295
     */
    public static RpcProgram open(long program, RpcAddress address) {
        return open(program, new FixedDestination(new ReopeningTransport(address)), DEADLINE);
    }

    static RpcProgram open(long program, Destination destination, Duration deadline) {
        UnsignedInt.require("program", program);
        return new RpcProgram(program, destination, deadline, OpaqueAuth.NONE);
    }

    /**
     * The same program, whose calls may take so long, a look-up included: more than 0, at most {@link
     * RpcTransport#DEADLINE_LIMIT}.
     */
    public RpcProgram within(Duration deadline) {
        return new RpcProgram(program, destination, Deadline.require(deadline), credential);
    }

    /** The same program, called with a credential, {@code new AuthSys(...).toCredential()} for example, RFC 5531 section 8.2. */
    public RpcProgram with(OpaqueAuth credential) {
        return new RpcProgram(program, destination, deadline, credential);
    }

    /** Calls a procedure and waits for its results, still encoded; see {@link #callAsync(long, long, Opaque)}. */
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

    /** Calls a procedure and waits for its results; see {@link #callAsync(long, long, Consumer, ItemReader)}. */
    public <T> T call(long version, long procedure, Consumer<XdrWriter> arguments, ItemReader<T> results) {
        return Handover.await(request(version, ProcedureCall.of(procedure, arguments, results)));
    }

    /**
     * Calls a procedure; the future ends with its results or an {@link RpcException}.
     *
     * @param arguments writes the arguments: {@code writer -> writer.writeString("hello")}; {@code writer -> {}} for none
     * @param results reads the results on the thread that moves the bytes, so it must not block:
     *     {@code reader -> reader.readString("greeting", 255)}
     */
    public <T> CompletableFuture<T> callAsync(
            long version, long procedure, Consumer<XdrWriter> arguments, ItemReader<T> results) {
        return Handover.toProgram(request(version, ProcedureCall.of(procedure, arguments, results)));
    }

    /** Calls procedure 0 and waits for the answer; see {@link #pingAsync}. */
    public Duration ping(long version) {
        return Handover.await(roundTrip(version));
    }

    /**
     * Calls procedure 0, which does nothing: how long the answer took, with the connecting and the look-up where it is the
     * first call. A version that is not served ends with {@link RpcException.ProgramMismatch}.
     */
    public CompletableFuture<Duration> pingAsync(long version) {
        return Handover.toProgram(roundTrip(version));
    }

    private CompletableFuture<Duration> roundTrip(long version) {
        long start = System.nanoTime();
        return Handover.map(request(version, NULL), nothing -> Duration.ofNanos(System.nanoTime() - start));
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
        return Handover.otherwise(
                Handover.map(request(UnsignedInt.MAX, NULL), nothing -> VersionRange.ALL),
                failure -> failure instanceof RpcException.ProgramMismatch mismatch
                        ? CompletableFuture.completedFuture(mismatch.versions())
                        : CompletableFuture.failedFuture(failure));
    }

    private <T> CompletableFuture<T> request(long version, ProcedureCall<T> call) {
        return destination.send(call.to(program, version, credential), Deadline.in(deadline));
    }

    /** Closes the socket without waiting; calls that still wait end with {@link RpcException.Closed}. */
    @Override
    public void close() {
        destination.close();
    }
}
