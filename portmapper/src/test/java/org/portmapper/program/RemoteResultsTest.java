package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.dispatch.Response;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.RemoteCall;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** What of a service's reply is passed on: results up to the limit, and no denial. */
final class RemoteResultsTest {
    private static final Response SYSTEM_ERROR =
            new Response.Reply(new AcceptedReply(1, new AcceptedStatus.SystemError()));

    @ParameterizedTest
    @CsvSource({"8600, true", "8601, false"})
    void resultsThatDoNotFitAreAnError(int length, boolean passedOn) throws Exception {
        Response response = indirect(new AcceptedReply(9, new AcceptedStatus.Success(Opaque.of(new byte[length]))));

        assertThat(response.equals(SYSTEM_ERROR)).isEqualTo(!passedOn);
    }

    @ParameterizedTest
    @CsvSource({"1", "5"})
    void aDenialByTheServiceIsNotTheCallers(long stat) throws Exception {
        assertThat(indirect(new DeniedReply(9, new Denial.AuthError(new AuthStat(stat)))))
                .isEqualTo(SYSTEM_ERROR);
    }

    private static Response indirect(RpcReply reply) throws Exception {
        Calls calls = new Calls(Optional.of((address, call) -> CompletableFuture.completedFuture(reply)));
        calls.setMapping(Calls.ROOT, 7, 1, 17, 2049);
        XdrWriter writer = new XdrWriter();
        new RemoteCall(new Procedure(7, 1, 3), Opaque.EMPTY).writeTo(writer);
        return switch (calls.response(Calls.REMOTE, 4, 10, writer.toOpaque())) {
            case Response.Later later -> later.response().join();
            case Response now -> now;
        };
    }
}
