package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.dispatch.Response;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.RemoteCall;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** CALLIT, BCAST and INDIRECT, off and on, against a service that the test plays: RFC 1833 section 2.2.1. */
final class IndirectCallTest {
    private static final Opaque ARGUMENTS = Opaque.ofHex("01020304");
    private static final Opaque RESULTS = Opaque.ofHex("0a0b0c0d");

    private final List<InetSocketAddress> called = new ArrayList<>();
    private final CompletableFuture<RpcReply> service = new CompletableFuture<>();
    private final Calls on = new Calls(Optional.of((address, call) -> {
        called.add(address);
        return service;
    }));
    private final Calls off = new Calls();

    @Test
    void version2AnswersThePortAndTheResults() throws Exception {
        on.setMapping(Calls.ROOT, 7, 1, 17, 2049);
        Response response = on.response(Calls.REMOTE, 2, 5, remoteCall(7, 1, 3));
        service.complete(new AcceptedReply(99, new AcceptedStatus.Success(RESULTS)));

        assertThat(success(response))
                .isEqualTo(new XdrWriter()
                        .writeUnsignedInt(2049)
                        .writeOpaque(RESULTS)
                        .toOpaque());
        assertThat(called).containsExactly(new InetSocketAddress(Calls.address("127.0.0.1"), 2049));
    }

    @ParameterizedTest
    @CsvSource({"3, 5", "4, 5", "4, 10"})
    void versions3And4AnswerAnAddressThatTheCallerCanReach(long version, long procedure) throws Exception {
        on.setMapping(Calls.ROOT, 7, 1, 17, 2049);
        Response response = on.response(Calls.REMOTE, version, procedure, remoteCall(7, 1, 3));
        service.complete(new AcceptedReply(99, new AcceptedStatus.Success(RESULTS)));

        assertThat(success(response))
                .isEqualTo(new XdrWriter()
                        .writeString("10.8.0.1.8.1")
                        .writeOpaque(RESULTS)
                        .toOpaque());
    }

    @Test
    void overIpv6TheServiceIsCalledOnItsLoopback() throws Exception {
        on.set(Calls.ROOT, 7, 1, "udp6", "::.8.1");
        on.response(Calls.inet(Netid.UDP6, "fd00::2", 9, "fd00::1"), 3, 5, remoteCall(7, 1, 3));

        assertThat(called).containsExactly(new InetSocketAddress(Calls.address("::1"), 2049));
    }

    @Test
    void version2HasNoWordsForIpv6() throws Exception {
        on.set(Calls.ROOT, 7, 1, "udp6", "::.8.1");
        Peer peer = Calls.inet(Netid.UDP6, "fd00::2", 9, "fd00::1");

        assertThat(on.response(peer, 2, 5, remoteCall(7, 1, 3))).isEqualTo(new Response.Silence());
        assertThat(called).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, 5", "3, 5", "4, 5"})
    void callItAndBcastSayNothingWhereAnythingFails(long version, long procedure) throws Exception {
        assertThat(on.response(Calls.REMOTE, version, procedure, remoteCall(7, 1, 3)))
                .isEqualTo(new Response.Silence());
        on.setMapping(Calls.ROOT, 7, 1, 17, 2049);
        Response response = on.response(Calls.REMOTE, version, procedure, remoteCall(7, 1, 3));
        service.complete(new AcceptedReply(99, new AcceptedStatus.ProcedureUnavailable()));

        assertThat(((Response.Later) response).response().join()).isEqualTo(new Response.Silence());
        assertThat(off.response(Calls.REMOTE, version, procedure, Opaque.EMPTY)).isEqualTo(new Response.Silence());
    }

    @Test
    void indirectSaysWhatFailed() throws Exception {
        assertThat(on.status(Calls.REMOTE, 4, 10, remoteCall(7, 1, 3)))
                .isEqualTo(new AcceptedStatus.ProgramUnavailable());
        on.setMapping(Calls.ROOT, 7, 2, 17, 2049);
        on.setMapping(Calls.ROOT, 7, 4, 17, 2049);
        assertThat(on.status(Calls.REMOTE, 4, 10, remoteCall(7, 1, 3)))
                .isEqualTo(new AcceptedStatus.ProgramMismatch(2, 4));
        Response response = on.response(Calls.REMOTE, 4, 10, remoteCall(7, 2, 3));
        service.completeExceptionally(new java.io.IOException("no reply"));

        assertThat(((Response.Later) response).response().join())
                .isEqualTo(new Response.Reply(new AcceptedReply(1, new AcceptedStatus.SystemError())));
    }

    @Test
    void offMeansThatNothingIsPassedOn() throws Exception {
        off.setMapping(Calls.ROOT, 7, 1, 17, 2049);

        assertThat(off.response(Calls.REMOTE, 2, 5, remoteCall(7, 1, 3))).isEqualTo(new Response.Silence());
        assertThat(off.status(Calls.REMOTE, 4, 10, remoteCall(7, 1, 3))).isEqualTo(new AcceptedStatus.SystemError());
    }

    @ParameterizedTest
    @CsvSource({
        "100000, 1, true", "100000, 0, false", "100003, 6, true", "100003, 0, false", "100005, 1, true",
        "100005, 2, false", "100005, 3, true", "100005, 5, false", "100004, 3, true", "100004, 1, false",
        "100004, 8, true", "100007, 2, true", "100007, 1, false", "100009, 1, true", "100011, 1, true",
        "100021, 1, false", "100024, 1, false"
    })
    void theDenyListIsKeptAndNullMayAlwaysBeCalled(long program, long procedure, boolean denied) {
        Response response = on.response(Calls.REMOTE, 2, 5, remoteCall(program, 1, procedure));

        Response tooWeak = new Response.Reply(new DeniedReply(1, new Denial.AuthError(AuthStat.TOO_WEAK)));
        assertThat(response.equals(tooWeak)).isEqualTo(denied);
    }

    @Test
    void aServiceOnLoopbackIsNotCalledForTheNetwork() throws Exception {
        on.set(Calls.ROOT, 7, 1, "udp", "127.0.0.1.8.1");

        assertThat(on.response(Calls.REMOTE, 2, 5, remoteCall(7, 1, 3))).isEqualTo(new Response.Silence());
        assertThat(called).isEmpty();
        on.response(Calls.LOOPBACK_HIGH, 2, 5, remoteCall(7, 1, 3));
        assertThat(called).hasSize(1);
    }

    @Test
    void aRepeatedCallIsNotPassedOnTwice() throws Exception {
        on.setMapping(Calls.ROOT, 7, 1, 17, 2049);
        on.response(Calls.REMOTE, 2, 5, remoteCall(7, 1, 3));

        assertThat(on.response(Calls.REMOTE, 2, 5, remoteCall(7, 1, 3))).isEqualTo(new Response.Silence());
        assertThat(called).hasSize(1);
        service.complete(new AcceptedReply(99, new AcceptedStatus.Success(RESULTS)));
        on.response(Calls.REMOTE, 2, 5, remoteCall(7, 1, 3));
        assertThat(called).hasSize(2);
    }

    @Test
    void callsUnderWayAreBounded() throws Exception {
        on.setMapping(Calls.ROOT, 7, 1, 17, 2049);
        for (int port = 1; port <= IndirectCall.PENDING_LIMIT + 1; port++) {
            Peer peer = Calls.inet(Netid.UDP, "10.8.0.2", port, "10.8.0.1");
            boolean passedOn = on.response(peer, 2, 5, remoteCall(7, 1, 3)) instanceof Response.Later;
            assertThat(passedOn).isEqualTo(port <= IndirectCall.PENDING_LIMIT);
        }
    }

    @Test
    void overStreamsRemoteCallsAreNotServed() throws Exception {
        on.set(Calls.ROOT, 7, 1, "tcp", "0.0.0.0.8.1");

        assertThat(on.response(Calls.REMOTE_TCP, 2, 5, remoteCall(7, 1, 3))).isEqualTo(new Response.Silence());
        assertThat(on.response(Calls.ROOT, 4, 10, remoteCall(7, 1, 3))).isEqualTo(new Response.Silence());
    }

    private static Opaque success(Response response) {
        Response.Reply reply =
                (Response.Reply) ((Response.Later) response).response().join();
        return ((AcceptedStatus.Success) ((AcceptedReply) reply.reply()).status()).results();
    }

    private static Opaque remoteCall(long program, long version, long procedure) {
        XdrWriter writer = new XdrWriter();
        new RemoteCall(new Procedure(program, version, procedure), ARGUMENTS).writeTo(writer);
        return writer.toOpaque();
    }
}
