package org.portmapper.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcException;
import org.portmapper.rpc.client.RpcProgram;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/**
 * What became of one call of procedure 0.
 *
 * @param place what was called
 * @param roundTrip how long the answer took; empty where there was none, or another one than success
 * @param result the same in words
 */
record Ping(ServiceAddress place, Optional<Duration> roundTrip, String result) {
    /** A portmapper that knows more versions or places of one program is lying, and each costs a socket. */
    static final int LIMIT = 256;

    /** Calls all of them at the same time, the first {@link #LIMIT} at most: a silent one delays no other. */
    static List<Ping> all(List<ServiceAddress> places, Duration deadline) throws CommandFailure {
        List<Callable<Ping>> calls = places.stream()
                .limit(LIMIT)
                .<Callable<Ping>>map(place -> () -> of(place, deadline))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(calls).stream().map(Ping::ended).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while waiting for answers", e);
        }
    }

    private static Ping ended(Future<Ping> call) {
        try {
            return call.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("a ping ended without a result", e);
        }
    }

    private static Ping of(ServiceAddress place, Duration deadline) {
        Netid netid = Netid.of(place.netid()).orElseThrow();
        UniversalAddress.Inet inet = place.inet().orElseThrow();
        try (RpcProgram program =
                RpcProgram.open(place.program(), new RpcAddress(netid, inet)).within(deadline)) {
            Duration roundTrip = program.ping(place.version());
            return new Ping(place, Optional.of(roundTrip), "answers in " + milliseconds(roundTrip));
        } catch (RpcException e) {
            return new Ping(place, Optional.empty(), reason(e));
        }
    }

    private static String milliseconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }

    private static String reason(RpcException failure) {
        return switch (failure) {
            case RpcException.TimedOut e -> "no reply";
            case RpcException.Unreachable e -> "nobody listens there, or there is no way to it";
            case RpcException.Closed e -> "closes the connection";
            case RpcException.ProgramUnavailable e -> "another program is there";
            case RpcException.ProgramMismatch e -> "this version is not served (served: " + e.versions() + ")";
            case RpcException.Denied e -> "denied: " + e.denial();
            case RpcException.ProcedureUnavailable e -> "has no procedure 0, which every program must have";
            case RpcException.GarbageArguments e -> "could not decode the call";
            case RpcException.SystemError e -> "failed by itself (SYSTEM_ERR)";
            case RpcException.MalformedReply e -> "malformed reply";
            case RpcException.NotSent e -> "not sent";
            case RpcException.Interrupted e -> "interrupted";
            case RpcException.NotRegistered e -> e.getMessage();
            case RpcException.RegistrationRefused e -> e.getMessage();
        };
    }
}
