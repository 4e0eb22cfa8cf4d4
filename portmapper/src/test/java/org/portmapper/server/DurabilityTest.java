package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.portmapper.server.RawCalls.call;
import static org.portmapper.server.RawCalls.record;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.portmapper.config.PortmapperConfig;
import org.portmapper.config.PortmapperConfig.Directories;
import org.portmapper.config.PortmapperConfig.Serving;
import org.portmapper.policy.PolicyText;
import org.portmapper.rpc.client.RpcAddress;
import org.portmapper.rpc.client.RpcbindClient;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;
import org.portmapper.state.FailingSteps;
import org.portmapper.state.FailingSteps.Step;
import org.portmapper.state.SavedBindings;
import org.portmapper.state.StateFile;
import org.portmapper.state.SystemIdentity;

/** What was acknowledged comes back, what was not written is not acknowledged, and what is gone does not come back. */
final class DurabilityTest {
    private static final long PROGRAM = 0x2000_0001L;
    private static final long SET = 1;
    private static final long GETADDR = 3;

    @TempDir
    private Path folder;

    private final FailingSteps steps = new FailingSteps();

    @Test
    void whatWasRegisteredComesBackWithItsOwner() throws Exception {
        try (ServerSocket service = new ServerSocket(0)) {
            Rpcb registered = tcp(1, service.getLocalPort());
            List<Rpcb> before;
            try (Portmapper _ = start()) {
                assertThat(set(registered)).isTrue();
                before = dump();
            }
            try (Portmapper _ = start()) {
                assertThat(dump()).isEqualTo(before).anyMatch(each -> each.program() == PROGRAM);
            }
        }
    }

    @Test
    void whatWasWithdrawnDoesNotComeBack() throws Exception {
        try (ServerSocket service = new ServerSocket(0)) {
            try (Portmapper _ = start()) {
                assertThat(set(tcp(1, service.getLocalPort()))).isTrue();
                assertThat(unset(1)).isTrue();
            }
            try (Portmapper _ = start()) {
                assertThat(services()).isEmpty();
            }
        }
    }

    @Test
    void aServiceThatHasGoneMeanwhileDoesNotComeBackEvenIfItsPortIsTakenAgain() throws Exception {
        int port;
        try (ServerSocket service = new ServerSocket(0)) {
            port = service.getLocalPort();
            try (Portmapper _ = start()) {
                assertThat(set(tcp(1, port))).isTrue();
            }
        }
        try (ServerSocket another = new ServerSocket(port);
                Portmapper _ = start()) {
            assertThat(another.isBound()).isTrue();
            assertThat(services()).isEmpty();
        }
    }

    @Test
    void whatWasRegisteredInAnotherNetworkComesBackIfItsSocketsAreThereByAnyNumber() throws Exception {
        try (ServerSocket service = new ServerSocket(0)) {
            ServerSocket gone = new ServerSocket(0);
            try (Portmapper _ = start()) {
                assertThat(set(tcp(1, service.getLocalPort()))).isTrue();
                assertThat(set(tcp(2, gone.getLocalPort()))).isTrue();
            }
            gone.close();
            StateFile file = new StateFile(folder.resolve("state"), SystemIdentity.current(), steps);
            SavedBindings.Saved saved = (SavedBindings.Saved) file.read();
            new StateFile(folder.resolve("state"), new SystemIdentity("another"), steps).write(saved.registrations());

            try (Portmapper _ = start()) {
                assertThat(services()).extracting(Rpcb::version).containsExactly(1L);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whenAStepFailsTheAnswerIsFalseTheOldStateStaysAndTheDaemonLives(Step step) throws Exception {
        try (ServerSocket service = new ServerSocket(0);
                Portmapper _ = start()) {
            assertThat(set(tcp(1, service.getLocalPort()))).isTrue();
            List<Rpcb> before = dump();
            steps.fail(step);

            assertThat(set(tcp(2, service.getLocalPort()))).isFalse();
            assertThat(unset(1)).isFalse();

            assertThat(dump()).isEqualTo(before);
            steps.heal();
            assertThat(set(tcp(2, service.getLocalPort()))).isTrue();
            assertThat(unset(1)).isTrue();
            assertThat(services()).extracting(Rpcb::version).containsExactly(2L);
        }
    }

    @Test
    void nothingIsAcknowledgedBeforeItIsOnTheDiskAndLookupsDoNotWait() throws Exception {
        try (ServerSocket service = new ServerSocket(0);
                Portmapper _ = start();
                RpcbindClient client = client()) {
            steps.hold();
            CompletableFuture<Boolean> set = client.setAsync(tcp(1, service.getLocalPort()));
            CompletableFuture<Boolean> again = client.setAsync(tcp(1, service.getLocalPort()));
            try (RpcbindClient other = client()) {
                assertThat(other.list()).isNotEmpty();
            }
            assertThat(set).isNotDone();
            assertThat(again).isNotDone();
            steps.release();
            assertThat(set.get()).isTrue();
            assertThat(again.get()).isTrue();
        }
    }

    @Test
    void repliesOfOneConnectionComeInTheOrderOfItsCalls() throws Exception {
        try (ServerSocket service = new ServerSocket(0);
                Portmapper _ = start();
                SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            CompletableFuture<Void> written =
                    CompletableFuture.runAsync(() -> write(connection, service.getLocalPort()));
            DataInputStream replies = new DataInputStream(Channels.newInputStream(connection));
            for (int xid = 1; xid <= 3_000; xid++) {
                assertThat(RawCalls.readRecord(replies).xid()).isEqualTo(xid);
            }
            assertThat(replies.read()).isEqualTo(-1);
            written.get();
        }
    }

    /** SET of one version after the other, and between two a look-up of it. */
    private static void write(SocketChannel connection, int port) {
        try {
            for (int xid = 1; xid <= 3_000; xid++) {
                long procedure = xid % 2 == 0 ? SET : GETADDR;
                ByteBuffer call = call(xid, 4, procedure, arguments(tcp(1 + xid / 2, port)));
                connection.write(ByteBuffer.wrap(record(call)));
            }
            connection.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void ofOneConnectionSoManyCallsAndNoMoreWaitForTheDisk() throws Exception {
        try (ServerSocket service = new ServerSocket(0);
                Portmapper _ = start();
                RpcbindClient other = client();
                SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            steps.hold();
            for (int xid = 1; xid <= Limits.UNANSWERED + 50; xid++) {
                Rpcb wanted = tcp(1, service.getLocalPort());
                Rpcb one = new Rpcb(PROGRAM + xid, 1, wanted.netid(), wanted.address(), "");
                connection.write(ByteBuffer.wrap(record(call(xid, 4, SET, arguments(one)))));
            }
            while (servicesOf(other) < Limits.UNANSWERED) {
                Thread.onSpinWait();
            }
            assertThat(servicesOf(other)).isEqualTo(Limits.UNANSWERED);
            steps.release();
            DataInputStream replies = new DataInputStream(Channels.newInputStream(connection));
            for (int xid = 1; xid <= Limits.UNANSWERED + 50; xid++) {
                assertThat(RawCalls.readRecord(replies).xid()).isEqualTo(xid);
            }
            assertThat(servicesOf(other)).isEqualTo(Limits.UNANSWERED + 50);
        }
    }

    private static long servicesOf(RpcbindClient client) {
        return client.list().stream().filter(each -> each.program() >= PROGRAM).count();
    }

    private static Opaque arguments(Rpcb rpcb) {
        XdrWriter writer = new XdrWriter();
        rpcb.writeTo(writer);
        return writer.toOpaque();
    }

    @Test
    void aDamagedFileIsSetAsideAndTheDaemonStartsEmpty() throws Exception {
        Path state = Files.createDirectory(folder.resolve("state"));
        Files.writeString(state.resolve("bindings"), "nonsense");
        try (Portmapper _ = start()) {
            assertThat(services()).isEmpty();
        }
        assertThat(state.resolve("bindings.damaged")).hasContent("nonsense");
    }

    @Test
    void twoPortmappersDoNotShareAStateDirectory() throws Exception {
        try (Portmapper _ = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("another portmapper uses it");
        }
        start().close();
    }

    private static Rpcb tcp(long version, int port) {
        return new Rpcb(PROGRAM, version, "tcp", "0.0.0.0." + (port >> 8) + "." + (port & 0xff), "");
    }

    private Portmapper start() throws StartException {
        Serving serving = new Serving(0, List.of(), List.of(socket()), false, PortmapperConfig.DEFAULT_PROTECTION);
        Directories directories = new Directories(folder.resolve("state"), folder);
        return Portmapper.start(
                serving,
                new Surroundings(
                        Map.of(), new PolicyText("policy", ""), Optional.of(directories), steps, Refusal.OF_OPTIONS));
    }

    private String socket() {
        return folder.resolve("s").toString();
    }

    private RpcbindClient client() {
        return RpcbindClient.open(RpcAddress.ofLocal(socket()));
    }

    private boolean set(Rpcb wanted) {
        try (RpcbindClient client = client()) {
            return client.set(wanted);
        }
    }

    private boolean unset(long version) {
        try (RpcbindClient client = client()) {
            return client.unset(PROGRAM, version, "tcp");
        }
    }

    private List<Rpcb> services() {
        return dump().stream().filter(each -> each.program() == PROGRAM).toList();
    }

    /** All but the portmapper's own, which has another port each time. */
    private List<Rpcb> dump() {
        try (RpcbindClient client = client()) {
            return client.list().stream()
                    .filter(each -> each.program() != 100000)
                    .toList();
        }
    }
}
