package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.auth.AuthSys;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.xdr.Opaque;

/** Connections that are opened when they are needed, and shared. */
@Timeout(60)
@SuppressWarnings("try") // closing is what is tested
class ReopeningTransportTest {
    private static final long PROGRAM = 0x2000_0001L;
    private static final Opaque ARGUMENTS = Opaque.ofHex("00112233");
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Call<Opaque> ECHO =
            new ProcedureCall<>(1, ARGUMENTS, results -> results.readRemaining()).to(PROGRAM, 1, OpaqueAuth.NONE);

    /** The remote end of each connection that a peer has accepted. */
    private final BlockingQueue<String> connections = new LinkedBlockingQueue<>();

    private final BlockingQueue<RpcCall> calls = new LinkedBlockingQueue<>();

    private StreamPeer echo(int callsOnEachConnection) throws Exception {
        return StreamPeer.onTcp(connection -> {
            connections.add(connection.channel().getRemoteAddress().toString());
            for (int i = 0; i < callsOnEachConnection; i++) {
                RpcCall call = connection.read();
                calls.add(call);
                connection.send(StreamPeer.record(Calls.echoBytes(call)));
            }
        });
    }

    @Test
    void connectionThatHasEndedIsOpenedAgainAtTheNextCall() throws Exception {
        try (StreamPeer peer = echo(1);
                ReopeningTransport transport = new ReopeningTransport(ScriptedPortmapper.addressOf(peer))) {
            for (int i = 1; i <= 3; i++) {
                Answer<Opaque> answer = Patience.await(transport.ask(ECHO, Deadline.in(DEADLINE)));
                assertThat(answer.value()).isEqualTo(ARGUMENTS);
                Patience.await(answer.connectionEnd());
                assertThat(connections).hasSize(i);
            }
        }
    }

    @Test
    void whatIsClosedOpensNoConnection() throws Exception {
        try (StreamPeer peer = echo(1)) {
            ReopeningTransport neverUsed = new ReopeningTransport(ScriptedPortmapper.addressOf(peer));
            neverUsed.close();
            assertThatThrownBy(() -> Patience.await(neverUsed.send(ECHO, Deadline.in(DEADLINE))))
                    .hasCauseInstanceOf(RpcException.Closed.class)
                    .hasMessageEndingWith(ScriptedPortmapper.addressOf(peer)
                            + ": program 536870913 version 1 procedure 1: closed by" + " this program");
            try (SocketChannel witness = SocketChannel.open(peer.address())) {
                assertThat(Patience.next(connections))
                        .isEqualTo(witness.getLocalAddress().toString());
            }
        }
    }

    @Test
    void closeEndsWhatWaits() throws Exception {
        try (StreamPeer peer = StreamPeer.onTcp(connection -> {
            calls.add(connection.read());
            connection.read();
        })) {
            ReopeningTransport transport = new ReopeningTransport(ScriptedPortmapper.addressOf(peer));
            CompletableFuture<Opaque> call = transport.send(ECHO, Deadline.in(DEADLINE));
            Patience.next(calls);
            transport.close();
            assertThatThrownBy(() -> Patience.await(call))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RpcException.Closed.class);
            assertThatThrownBy(() -> Patience.await(transport.send(ECHO, Deadline.in(DEADLINE))))
                    .hasCauseInstanceOf(RpcException.Closed.class);
        }
    }

    @Test
    void abstractNameIsToldByTheCall() {
        RpcAddress address = new RpcAddress(Netid.LOCAL, new UniversalAddress.Local("@/run/rpcbind.sock"));
        try (RpcProgram program = RpcProgram.open(PROGRAM, address)) {
            assertThatThrownBy(() -> program.ping(1))
                    .isInstanceOf(RpcException.Unreachable.class)
                    .hasMessage(address + ": program " + PROGRAM + " version 1 procedure 0: an abstract name, which"
                            + " Java cannot connect to (expected: a path)");
        }
    }

    @Test
    void viewsShareTheConnectionAndItsEnd() throws Exception {
        try (StreamPeer peer = echo(10);
                RpcProgram program = RpcProgram.open(PROGRAM, ScriptedPortmapper.addressOf(peer))) {
            RpcProgram patient = program.within(DEADLINE);
            RpcProgram known = patient.with(new AuthSys(0, "client", 1000, 1000, List.of()).toCredential());
            program.call(1, 1, ARGUMENTS);
            patient.call(1, 1, ARGUMENTS);
            known.call(1, 1, ARGUMENTS);
            assertThat(connections).hasSize(1);
            known.close();
            assertThatThrownBy(() -> program.call(1, 1, ARGUMENTS)).isInstanceOf(RpcException.Closed.class);
        }
    }

    @Test
    void credentialIsSentAsItIs() throws Exception {
        OpaqueAuth credential = new AuthSys(7, "client", 1000, 100, List.of(4L, 27L)).toCredential();
        try (StreamPeer peer = echo(10);
                RpcProgram program = RpcProgram.open(PROGRAM, ScriptedPortmapper.addressOf(peer))) {
            program.with(credential).call(1, 1, ARGUMENTS);
            RpcCall call = Patience.next(calls);
            assertThat(call.credential().flavor().number()).isEqualTo(1);
            assertThat(call.credential().body()).isEqualTo(HexText.bytes("""
                            00000007                   # stamp
                            00000006 636c69656e74 0000 # machine name
                            000003e8 00000064          # uid, gid
                            00000002 00000004 0000001b # gids
                            """));
            assertThat(call.verifier()).isEqualTo(OpaqueAuth.NONE);
            program.call(1, 1, ARGUMENTS);
            assertThat(Patience.next(calls).credential()).isEqualTo(OpaqueAuth.NONE);
        }
    }

    @Test
    void resultsAreReadByTheProgramsOwnReader() throws Exception {
        try (StreamPeer peer = echo(10);
                RpcProgram program = RpcProgram.open(PROGRAM, ScriptedPortmapper.addressOf(peer))) {
            assertThat(program.<String>call(
                            1, 1, writer -> writer.writeString("hello"), reader -> reader.readString("greeting", 5)))
                    .isEqualTo("hello");
            assertThatThrownBy(() -> program.call(
                            1, 1, writer -> writer.writeString("hello"), reader -> reader.readString("greeting", 4)))
                    .isInstanceOf(RpcException.MalformedReply.class)
                    .hasMessageEndingWith("malformed results: greeting length: 5 (expected: at most 4)");
            assertThatThrownBy(() -> program.call(1, 1, writer -> {}, reader -> {
                        throw new ArithmeticException("a bug in the program");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(ArithmeticException.class);
        }
    }
}
