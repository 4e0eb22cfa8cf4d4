package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AcceptedStatus.ProgramMismatch;
import org.portmapper.rpc.message.AcceptedStatus.ProgramUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.xdr.Opaque;

/** Calls of any program, and what the program that makes them sees of them. */
@Timeout(60)
class RpcProgramTest {
    private static final long PROGRAM = 0x2000_0001L;
    /** UDP's window is smaller: calls that were not given up would fill it, and nothing would be sent behind them. */
    private static final int MORE_THAN_GO_OUT_AT_A_TIME = 1_000;

    private static final Opaque ARGUMENTS = Opaque.ofHex("00112233");

    private static UdpPeer answering(Function<RpcCall, AcceptedStatus> status) throws IOException {
        return new UdpPeer(call -> List.of(new AcceptedReply(call.xid(), status.apply(call)).toBuffer()));
    }

    private static RpcProgram open(UdpPeer peer) throws IOException {
        return RpcProgram.open(PROGRAM, ScriptedPortmapper.addressOf(peer)).within(Duration.ofSeconds(20));
    }

    @Test
    void procedureIsCalledWithItsArguments() throws Exception {
        try (UdpPeer peer = answering(call -> new Success(call.arguments()));
                RpcProgram program = open(peer)) {
            assertThat(program.call(2, 7, ARGUMENTS)).isEqualTo(ARGUMENTS);
            assertThat(program.callAsync(2, 8, ARGUMENTS).get()).isEqualTo(ARGUMENTS);
            assertThat(peer.calls())
                    .extracting(RpcCall::procedure)
                    .contains(new Procedure(PROGRAM, 2, 7), new Procedure(PROGRAM, 2, 8));
        }
    }

    @Test
    void pingCallsProcedure0() throws Exception {
        try (UdpPeer peer = answering(call -> new Success(Opaque.EMPTY));
                RpcProgram program = open(peer)) {
            assertThat(program.ping(2)).isPositive();
            assertThat(program.pingAsync(3).get()).isPositive();
            assertThat(ScriptedPortmapper.asked(peer)).containsExactly("2.0", "3.0");
        }
    }

    @Test
    void pingOfAVersionThatIsNotServedTellsTheOthers() throws Exception {
        try (UdpPeer peer = answering(call -> new ProgramMismatch(2, 4));
                RpcProgram program = open(peer)) {
            assertThatThrownBy(() -> program.ping(1))
                    .isInstanceOfSatisfying(
                            RpcException.ProgramMismatch.class,
                            mismatch -> assertThat(mismatch.versions()).isEqualTo(new VersionRange(2, 4)));
        }
    }

    @Test
    void versionsAreThoseThatAMismatchTells() throws Exception {
        try (UdpPeer peer = answering(call -> new ProgramMismatch(2, 4));
                RpcProgram program = open(peer)) {
            assertThat(program.versions()).isEqualTo(new VersionRange(2, 4));
            assertThat(program.versionsAsync().get()).isEqualTo(new VersionRange(2, 4));
            assertThat(ScriptedPortmapper.asked(peer)).containsOnly("4294967295.0");
        }
    }

    @Test
    void programThatObjectsToNoVersionHasAll() throws Exception {
        try (UdpPeer peer = answering(call -> new Success(Opaque.EMPTY));
                RpcProgram program = open(peer)) {
            assertThat(program.versions()).isEqualTo(VersionRange.ALL);
        }
    }

    @Test
    void versionsOfAProgramThatIsNotThereAreNotKnown() throws Exception {
        try (UdpPeer peer = answering(call -> new ProgramUnavailable());
                RpcProgram program = open(peer)) {
            assertThatThrownBy(program::versions).isInstanceOf(RpcException.ProgramUnavailable.class);
            assertThatThrownBy(() -> program.versionsAsync().get())
                    .hasCauseInstanceOf(RpcException.ProgramUnavailable.class);
        }
    }

    @Test
    void refusedConnectionSaysWhatToDo() throws Exception {
        // Bound, so that nobody else gets the port, and not listening.
        try (SocketChannel deaf = SocketChannel.open().bind(Loopback.anyPort())) {
            int port = ((InetSocketAddress) deaf.getLocalAddress()).getPort();
            RpcAddress address = RpcAddress.of(Loopback.INET, port, Netid.TCP);
            try (RpcProgram program = RpcProgram.open(100003, address);
                    RpcbindClient portmapper = RpcbindClient.open(address)) {
                assertThatThrownBy(() -> program.ping(3))
                        .isInstanceOf(RpcException.Unreachable.class)
                        .hasMessageStartingWith(address + ": program 100003 version 3 procedure 0: Connection refused")
                        .hasMessageEndingWith("; the program has ended or moved: look its address up again");
                assertThatThrownBy(portmapper::list)
                        .isInstanceOf(RpcException.Unreachable.class)
                        .hasMessageStartingWith(address + ": portmapper version 4 DUMP: Connection refused")
                        .hasMessageEndingWith("; is a portmapper running there?");
            }
        }
    }

    @Test
    void connectionThatIsClosedTooEarlyIsTold() throws Exception {
        try (StreamPeer peer = StreamPeer.onTcp(StreamPeer.Connection::read);
                RpcProgram program = RpcProgram.open(PROGRAM, ScriptedPortmapper.addressOf(peer))) {
            assertThatThrownBy(() -> program.ping(1))
                    .isInstanceOf(RpcException.Closed.class)
                    .hasMessageEndingWith("procedure 0: the peer closed the connection");
        }
    }

    @Test
    void stackTraceBeginsWhereTheProgramCalled() throws Exception {
        try (UdpPeer peer = answering(call -> new ProgramUnavailable());
                RpcProgram program = open(peer)) {
            assertThatThrownBy(() -> program.ping(1))
                    .satisfies(failure -> assertThat(failure.getStackTrace())
                            .anyMatch(line -> line.getClassName().equals(RpcProgramTest.class.getName())));
        }
    }

    @Test
    void stagesMayBlockWithoutStoppingOthers() throws Exception {
        try (UdpPeer peer = answering(call -> new Success(call.arguments()));
                RpcProgram program = open(peer)) {
            CompletableFuture<Opaque> nested =
                    program.callAsync(1, 1, ARGUMENTS).thenApply(first -> program.call(1, 2, first));
            assertThat(nested.get(30, TimeUnit.SECONDS)).isEqualTo(ARGUMENTS);
        }
    }

    /** One that answers procedure 0 only. */
    private static UdpPeer silentExceptForPings() throws IOException {
        return new UdpPeer(call -> call.procedure().number() == 0 ? List.of(Calls.echoBytes(call)) : List.of());
    }

    @Test
    void cancellingGivesTheCallUp() throws Exception {
        try (UdpPeer peer = silentExceptForPings();
                RpcProgram program = open(peer)) {
            for (int i = 0; i < MORE_THAN_GO_OUT_AT_A_TIME; i++) {
                CompletableFuture<Opaque> call = program.callAsync(1, 1, ARGUMENTS);
                assertThat(call).isNotDone();
                call.cancel(false);
            }
            assertThat(program.ping(1)).as("nothing is before it").isPositive();
        }
    }

    @Test
    void cancellingAQuestionGivesItsCallUp() throws Exception {
        try (UdpPeer peer = silentExceptForPings();
                RpcbindClient client = RpcbindClient.open(ScriptedPortmapper.addressOf(peer))) {
            for (int i = 0; i < MORE_THAN_GO_OUT_AT_A_TIME; i++) {
                CompletableFuture<Instant> question = client.timeAsync();
                assertThat(question).isNotDone();
                question.cancel(false);
            }
            assertThat(client.pingAsync()).as("nothing is before it").succeedsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void interruptEndsTheWaiting() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        UdpPeer.Script silence = call -> {
            called.countDown();
            return List.of();
        };
        try (UdpPeer peer = new UdpPeer(silence);
                RpcProgram program = open(peer)) {
            CompletableFuture<Boolean> markedAgain = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                assertThatThrownBy(() -> program.ping(1)).isInstanceOf(RpcException.Interrupted.class);
                markedAgain.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();
            called.await();
            caller.interrupt();
            assertThat(markedAgain.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void callThatIsTooLongIsNotSent() throws Exception {
        try (UdpPeer peer = new UdpPeer(call -> List.of(Calls.echoBytes(call)));
                RpcProgram program = open(peer)) {
            assertThatThrownBy(() -> program.call(1, 1, Opaque.of(new byte[65_468])))
                    .isInstanceOf(RpcException.NotSent.class)
                    .hasMessageEndingWith("procedure 1: call: 65508 bytes (expected: at most 65507)");
        }
    }
}
