package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.ScriptedPortmapper.Refusal;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus.SystemError;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;

/** Portmappers that are reached in several ways, of which some lead nowhere. */
@Timeout(60)
class SeveralWaysTest {
    @BeforeAll
    static void warmUp() throws Exception {
        Patience.loadAll();
    }

    private static RpcbindClient client(RpcAddress... ways) {
        return RpcbindClient.of(new PortmapperPlace.Known(List.of(ways))).within(Duration.ofSeconds(20));
    }

    private static ScriptedPortmapper serving(long highest) {
        return ScriptedPortmapper.serving(highest, Refusal.PROG_MISMATCH, results -> results.writeBool(false));
    }

    /** Ways that lead nowhere. */
    enum NoWay {
        TCP_REFUSED,
        TCP_SILENT,
        TCP_CLOSED,
        UDP_REFUSED,
        UDP_SILENT;

        /** Keeps the way as bad as it is; each attempt is told. */
        record Kept(RpcAddress address, Closeable peer) implements Closeable {
            @Override
            public void close() throws IOException {
                peer.close();
            }
        }

        Kept open(BlockingQueue<String> attempts) throws IOException {
            if (this == TCP_REFUSED || this == UDP_REFUSED) {
                DeafPort deaf = DeafPort.open();
                return new Kept(this == TCP_REFUSED ? deaf.tcp() : deaf.udp(), deaf::close);
            } else if (this == UDP_SILENT) {
                UdpPeer peer = new UdpPeer(call -> {
                    attempts.add("asked");
                    return List.of();
                });
                return new Kept(ScriptedPortmapper.addressOf(peer), peer::close);
            }
            StreamPeer peer = StreamPeer.onTcp(connection -> {
                connection.read();
                attempts.add("asked");
                if (this == TCP_SILENT) {
                    connection.read();
                }
            });
            return new Kept(ScriptedPortmapper.addressOf(peer), peer::close);
        }
    }

    @ParameterizedTest
    @EnumSource
    void wayThatLeadsNowhereIsFollowedByTheNextOne(NoWay kind) throws Exception {
        BlockingQueue<String> attempts = new LinkedBlockingQueue<>();
        try (NoWay.Kept noWay = kind.open(attempts);
                UdpPeer onUdp = serving(4).onUdp();
                StreamPeer onTcp = serving(4).onTcp();
                RpcbindClient client = client(
                        noWay.address(),
                        noWay.address().netid() == Netid.TCP
                                ? ScriptedPortmapper.addressOf(onTcp)
                                : ScriptedPortmapper.addressOf(onUdp))) {
            RpcbindClient patient = client.within(Duration.ofSeconds(4));
            assertThat(patient.list()).isEmpty();
            attempts.clear();
            assertThat(patient.list()).isEmpty();
            assertThat(attempts).as("the silent way is not tried again").isEmpty();
        }
    }

    @Test
    void longAnswersAreAskedForByStreamAndShortOnesByDatagram(@TempDir Path folder) throws Exception {
        RegistryPortmapper udp = new RegistryPortmapper(4);
        RegistryPortmapper tcp = new RegistryPortmapper(4);
        RegistryPortmapper local = new RegistryPortmapper(4);
        try (UdpPeer onUdp = udp.onUdp();
                StreamPeer onTcp = tcp.onTcp();
                StreamPeer onLocal = local.onLocal(folder.resolve("rpcbind.sock"));
                RpcbindClient byNetwork =
                        client(ScriptedPortmapper.addressOf(onUdp), ScriptedPortmapper.addressOf(onTcp));
                RpcbindClient byAll = client(
                        ScriptedPortmapper.addressOf(onUdp),
                        ScriptedPortmapper.addressOf(onTcp),
                        RpcAddress.ofLocal(onLocal.path().toString()))) {
            byNetwork.list();
            byNetwork.ping();
            assertThat(tcp.heardSoFar()).containsExactly("DUMP");
            assertThat(udp.heardSoFar()).containsExactly("NULL");
            byAll.list();
            byAll.ping();
            assertThat(local.heardSoFar()).containsExactly("DUMP", "NULL");
        }
    }

    /** What is asked about a family is not asked by the local socket, whose family has few services. */
    @Test
    void addressesAreAskedForByNetwork(@TempDir Path folder) throws Exception {
        RegistryPortmapper local = new RegistryPortmapper(4);
        try (UdpPeer onUdp = serving(4).onUdp();
                StreamPeer onLocal = local.onLocal(folder.resolve("rpcbind.sock"));
                RpcbindClient client =
                        client(RpcAddress.ofLocal(onLocal.path().toString()), ScriptedPortmapper.addressOf(onUdp))) {
            assertThat(client.addresses(100003, 3)).isEmpty();
            assertThat(ScriptedPortmapper.asked(onUdp)).containsExactly("4.11");
        }
    }

    @Test
    void failureThatIsAnAnswerIsTheAnswer() throws Exception {
        UdpPeer.Script failing = call -> List.of(new AcceptedReply(call.xid(), new SystemError()).toBuffer());
        try (UdpPeer first = new UdpPeer(failing);
                UdpPeer second = serving(4).onUdp();
                RpcbindClient client =
                        client(ScriptedPortmapper.addressOf(first), ScriptedPortmapper.addressOf(second))) {
            assertThatThrownBy(client::list).isInstanceOf(RpcException.SystemError.class);
            assertThat(second.calls()).isEmpty();
        }
    }

    @Test
    void failureThatIsAnAnswerIsToldBeforeASilence() throws Exception {
        UdpPeer.Script failing = call -> List.of(new AcceptedReply(call.xid(), new SystemError()).toBuffer());
        try (DeafPort deaf = DeafPort.open();
                UdpPeer second = new UdpPeer(failing);
                RpcbindClient client = client(deaf.udp(), ScriptedPortmapper.addressOf(second))) {
            assertThatThrownBy(client::list).isInstanceOf(RpcException.SystemError.class);
        }
    }

    @Test
    void whereNoneLeadsAnywhereTheFirstFailureIsTold() throws Exception {
        try (DeafPort deaf = DeafPort.open();
                StreamPeer closing = StreamPeer.onTcp(StreamPeer.Connection::read);
                RpcbindClient client = client(deaf.tcp(), ScriptedPortmapper.addressOf(closing), deaf.udp())) {
            assertThatThrownBy(client::list)
                    .isInstanceOf(RpcException.Unreachable.class)
                    .hasMessageStartingWith(deaf.tcp() + ": portmapper version 4 DUMP: Connection refused")
                    .satisfies(told -> assertThat(told.getSuppressed())
                            .hasOnlyElementsOfType(RpcException.Closed.class)
                            .hasSize(1));
        }
    }

    /** As many as a host may have. */
    @Test
    void manyWaysThatLeadNowhereEndTheQuestion() throws Exception {
        try (DeafPort deaf = DeafPort.open();
                RpcbindClient client = RpcbindClient.of(
                        new PortmapperPlace.Known(Collections.nCopies(2 * NamedHost.ADDRESSES_LIMIT, deaf.tcp())))) {
            assertThatThrownBy(client::list).isInstanceOf(RpcException.Unreachable.class);
            CompletableFuture<Boolean> ping = client.pingAsync();
            assertThatThrownBy(() -> Patience.await(ping)).hasCauseInstanceOf(RpcException.Unreachable.class);
        }
    }

    /** Each gets a share of the time, and what comes after the end of it is not sent. */
    @Test
    void allWaysTogetherHaveOneDeadline() throws Exception {
        try (UdpPeer first = new UdpPeer(call -> List.of());
                UdpPeer second = new UdpPeer(call -> List.of());
                RpcbindClient client =
                        client(ScriptedPortmapper.addressOf(first), ScriptedPortmapper.addressOf(second))) {
            assertThatThrownBy(() -> client.within(Duration.ofSeconds(2)).list())
                    .isInstanceOf(RpcException.TimedOut.class)
                    .hasMessageContaining(ScriptedPortmapper.addressOf(first).toString());
            assertThat(first.calls()).isNotEmpty();
            assertThat(second.calls()).isNotEmpty();
            assertThat(ScriptedPortmapper.asked(first)).containsExactly("4.4");
            assertThat(ScriptedPortmapper.asked(second)).containsExactly("4.4");
        }
    }

    @Test
    void deadlineThatHasPassedSendsNothing() throws Exception {
        try (UdpPeer peer = serving(4).onUdp();
                Portmapper portmapper =
                        new Portmapper(new PortmapperPlace.Known(List.of(ScriptedPortmapper.addressOf(peer))))) {
            Deadline past = new Deadline(System.nanoTime() - Duration.ofDays(1).toNanos());
            assertThatThrownBy(() -> Patience.await(portmapper.ask(Asked.byStream(Questions.list()), past)))
                    .hasCauseInstanceOf(RpcException.TimedOut.class)
                    .hasMessageEndingWith("portmapper version 4 DUMP: not sent, the deadline had passed; what came"
                            + " before it was slow");
            assertThat(peer.calls()).isEmpty();
        }
    }

    @Test
    void versionIsRememberedForAllWaysUntilNoneAnswers() throws Exception {
        UdpPeer first = serving(2).onUdp();
        UdpPeer second = serving(2).onUdp();
        try (RpcbindClient client = client(ScriptedPortmapper.addressOf(first), ScriptedPortmapper.addressOf(second))) {
            client.list();
            assertThat(client.version()).isEqualTo(2);
            assertThat(second.calls()).isEmpty();
            first.close();
            client.list();
            assertThat(ScriptedPortmapper.asked(second)).containsExactly("2.4");
            second.close();
            assertThatThrownBy(client::list).isInstanceOf(RpcException.Unreachable.class);
            assertThat(client.version()).isEqualTo(4);
        } finally {
            first.close();
            second.close();
        }
    }

    @Test
    void connectionThatEndsUnderAQuestionIsOpenedOnceMore() throws Exception {
        BlockingQueue<RpcCall> calls = new LinkedBlockingQueue<>();
        StreamPeer.Script secondTimeAnswers = connection -> {
            RpcCall call = connection.read();
            calls.add(call);
            if (calls.size() == 2) {
                connection.send(StreamPeer.record(new RegistryPortmapper(4).answer(call)));
                connection.read();
            }
        };
        try (StreamPeer peer = StreamPeer.onTcp(secondTimeAnswers);
                RpcbindClient client = client(ScriptedPortmapper.addressOf(peer))) {
            assertThat(client.list()).isEmpty();
            assertThat(calls).hasSize(2);
        }
    }

    @Test
    void cancelledQuestionDoesNotGoOnByTheNextWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        StreamPeer.Script closesThen = connection -> {
            connection.read();
            asked.countDown();
            Patience.await(cancelled);
        };
        try (StreamPeer first = StreamPeer.onTcp(closesThen);
                UdpPeer second = serving(4).onUdp();
                RpcbindClient client =
                        client(ScriptedPortmapper.addressOf(first), ScriptedPortmapper.addressOf(second))) {
            var list = client.listAsync();
            asked.await();
            list.cancel(false);
            cancelled.countDown();
            client.ping();
            assertThat(ScriptedPortmapper.asked(second)).containsExactly("4.0");
        }
    }

    @Test
    void closedClientAsksNobody() throws Exception {
        try (UdpPeer peer = serving(4).onUdp()) {
            RpcbindClient client = client(ScriptedPortmapper.addressOf(peer));
            client.close();
            assertThatThrownBy(client::list)
                    .isInstanceOf(RpcException.Closed.class)
                    .hasMessageEndingWith("portmapper version 4 DUMP: closed by this program");
            assertThat(peer.calls()).isEmpty();
        }
    }
}
