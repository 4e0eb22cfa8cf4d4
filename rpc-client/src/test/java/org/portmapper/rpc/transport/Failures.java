package org.portmapper.rpc.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;

/** How calls are expected to end without a reply. */
final class Failures {
    /** Much longer than anything here takes, so that a test which would hang fails instead. */
    static final long PATIENCE_SECONDS = 30;

    private Failures() {}

    /** The call ends for this reason; its text is the result. */
    static String assertFails(CompletableFuture<RpcReply> reply, Reason reason) {
        ExecutionException ended =
                catchThrowableOfType(ExecutionException.class, () -> reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertThat(ended).as("expected to fail: %s", reply).isNotNull();
        assertThat(ended.getCause()).isInstanceOf(TransportException.class);
        TransportException failure = (TransportException) ended.getCause();
        assertThat(failure.reason()).as(failure.getMessage()).isEqualTo(reason);
        return failure.getMessage();
    }

    /** What the future ends with: a reply, mostly. */
    static <T> T await(Future<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
