package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.Calls;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrWriter;

/** Programs that are called where a portmapper says that they are. */
@Timeout(60)
class FoundProgramTest {
    private static final long PROGRAM = 0x2000_0001L;
    private static final Opaque ARGUMENTS = Opaque.ofHex("00112233");
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** Where each version is, as the portmapper says; for the others it says that nothing is registered. */
    private final Map<Long, RpcAddress> addresses = new ConcurrentHashMap<>();

    private ByteBuffer locate(RpcCall call) {
        try {
            long version = Rpcb.read(call.arguments().reader()).version();
            String address = Optional.ofNullable(addresses.get(version))
                    .map(found -> found.address().text())
                    .orElse("");
            Opaque results = new XdrWriter().writeString(address).toOpaque();
            return new AcceptedReply(call.xid(), new AcceptedStatus.Success(results)).toBuffer();
        } catch (XdrException e) {
            throw new AssertionError("what the client sent", e);
        }
    }

    private UdpPeer portmapperOnUdp() throws IOException {
        return new UdpPeer(call -> List.of(locate(call)));
    }

    private StreamPeer portmapperOnTcp(AtomicInteger questions) throws IOException {
        return StreamPeer.onTcp(connection -> {
            while (true) {
                RpcCall call = connection.read();
                questions.incrementAndGet();
                connection.send(StreamPeer.record(locate(call)));
            }
        });
    }

    private static UdpPeer echo() throws IOException {
        return new UdpPeer(call -> List.of(Calls.echoBytes(call)));
    }

    private static RpcbindClient open(UdpPeer portmapper) throws IOException {
        return RpcbindClient.open(ScriptedPortmapper.addressOf(portmapper)).within(DEADLINE);
    }

    private void put(long version, UdpPeer service) throws IOException {
        addresses.put(version, ScriptedPortmapper.addressOf(service));
    }

    @Test
    void programIsLookedUpAtItsFirstCallOnly() throws Exception {
        try (UdpPeer service = echo();
                UdpPeer portmapper = portmapperOnUdp();
                RpcbindClient client = open(portmapper);
                RpcProgram program = client.program(PROGRAM, Netid.UDP)) {
            put(1, service);
            assertThat(portmapper.calls()).isEmpty();
            assertThat(program.call(1, 1, ARGUMENTS)).isEqualTo(ARGUMENTS);
            assertThat(program.within(DEADLINE).call(1, 2, ARGUMENTS)).isEqualTo(ARGUMENTS);
            assertThat(ScriptedPortmapper.asked(portmapper)).containsExactly("4.3");
        }
    }

    @Test
    void eachVersionIsAtItsOwnAddress() throws Exception {
        try (UdpPeer one = echo();
                UdpPeer two = echo();
                UdpPeer portmapper = portmapperOnUdp();
                RpcbindClient client = open(portmapper);
                RpcProgram program = client.program(PROGRAM, Netid.UDP)) {
            put(1, one);
            put(2, two);
            put(3, two);
            for (long version = 1; version <= 3; version++) {
                program.ping(version);
            }
            program.ping(1);
            assertThat(ScriptedPortmapper.asked(one)).containsExactly("1.0", "1.0");
            assertThat(ScriptedPortmapper.asked(two)).containsExactly("2.0", "3.0");
            assertThat(ScriptedPortmapper.asked(portmapper)).containsExactly("4.3", "4.3", "4.3");
        }
    }

    @Test
    void programThatHasMovedIsLookedUpAndCalledAgain() throws Exception {
        try (UdpPeer portmapper = portmapperOnUdp();
                RpcbindClient client = open(portmapper);
                RpcProgram program = client.program(PROGRAM, Netid.UDP)) {
            try (UdpPeer before = echo()) {
                put(1, before);
                program.ping(1);
            }
            try (UdpPeer after = echo()) {
                put(1, after);
                assertThat(program.call(1, 1, ARGUMENTS)).isEqualTo(ARGUMENTS);
                assertThat(ScriptedPortmapper.asked(after)).containsExactly("1.1");
            }
            assertThat(ScriptedPortmapper.asked(portmapper)).containsExactly("4.3", "4.3");
        }
    }

    @Test
    void programThatIsNowhereIsToldAfterOneMoreLookUp() throws Exception {
        try (DeafPort deaf = DeafPort.open();
                UdpPeer portmapper = portmapperOnUdp();
                RpcbindClient client = open(portmapper);
                RpcProgram program = client.program(PROGRAM, Netid.UDP)) {
            addresses.put(1L, deaf.udp());
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> program.ping(1))
                        .isInstanceOf(RpcException.Unreachable.class)
                        .hasMessageStartingWith(deaf.udp() + ": program " + PROGRAM);
            }
            assertThat(ScriptedPortmapper.asked(portmapper)).containsExactly("4.3", "4.3");
        }
    }

    @Test
    void programThatIsNotRegisteredIsToldSo() throws Exception {
        try (UdpPeer portmapper = portmapperOnUdp();
                RpcbindClient client = open(portmapper);
                RpcProgram program = client.program(PROGRAM, Netid.UDP)) {
            assertThatThrownBy(() -> program.ping(7))
                    .isInstanceOf(RpcException.NotRegistered.class)
                    .hasMessage("program " + PROGRAM + " version 7 on udp: not registered with the portmapper at "
                            + ScriptedPortmapper.addressOf(portmapper)
                            + "; is the service running? `rpcinfo -p` there lists what is registered");
        }
    }

    /** A connection that ends under a call tells nothing about whether the call was executed. */
    @Test
    void callIsSentOnceWhereSomebodyMayHaveExecutedIt() throws Exception {
        AtomicInteger executed = new AtomicInteger();
        AtomicInteger questions = new AtomicInteger();
        StreamPeer.Script executesTwoAndAnswersOne = connection -> {
            connection.send(StreamPeer.record(Calls.echoBytes(connection.read())));
            connection.read();
            executed.incrementAndGet();
        };
        try (StreamPeer service = StreamPeer.onTcp(executesTwoAndAnswersOne);
                StreamPeer portmapper = portmapperOnTcp(questions);
                RpcbindClient client = RpcbindClient.open(ScriptedPortmapper.addressOf(portmapper))
                        .within(DEADLINE);
                RpcProgram program = client.program(PROGRAM, Netid.TCP)) {
            addresses.put(1L, ScriptedPortmapper.addressOf(service));
            program.ping(1);
            assertThatThrownBy(() -> program.ping(1)).isInstanceOf(RpcException.Closed.class);
            assertThat(executed).hasValue(1);
            program.ping(1);
            assertThat(questions).as("looked up again").hasValue(2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void serverThatDoesNotServeItCallsForALookUp(boolean knowsTheProgram) throws Exception {
        AcceptedStatus refusal =
                knowsTheProgram ? new AcceptedStatus.ProgramMismatch(2, 3) : new AcceptedStatus.ProgramUnavailable();
        try (UdpPeer service = new UdpPeer(call -> List.of(new AcceptedReply(call.xid(), refusal).toBuffer()));
                UdpPeer portmapper = portmapperOnUdp();
                RpcbindClient client = open(portmapper);
                RpcProgram program = client.program(PROGRAM, Netid.UDP)) {
            put(1, service);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> program.ping(1)).isInstanceOf(RpcException.class);
            }
            assertThat(ScriptedPortmapper.asked(portmapper)).containsExactly("4.3", "4.3");
        }
    }

    /** Procedure 1 is never answered, procedure 2 as soon as the other one has timed out. */
    @Test
    void callThatTimesOutEndsNoOtherOne() throws Exception {
        CountDownLatch timedOut = new CountDownLatch(1);
        UdpPeer.Script slow = call -> {
            if (call.procedure().number() == 1) {
                return List.of();
            }
            Patience.awaitInScript(timedOut);
            return List.of(Calls.echoBytes(call));
        };
        try (UdpPeer service = new UdpPeer(slow);
                UdpPeer portmapper = portmapperOnUdp();
                RpcbindClient client = open(portmapper);
                RpcProgram program = client.program(PROGRAM, Netid.UDP)) {
            put(1, service);
            CompletableFuture<Opaque> waiting = program.callAsync(1, 2, ARGUMENTS);
            CompletableFuture<Opaque> late =
                    program.within(Duration.ofMillis(500)).callAsync(1, 1, ARGUMENTS);
            assertThatThrownBy(() -> Patience.await(late)).hasCauseInstanceOf(RpcException.TimedOut.class);
            timedOut.countDown();
            assertThat(Patience.await(waiting)).isEqualTo(ARGUMENTS);
        }
    }

    @Test
    void rememberedLookUpIsUsedUntilNobodyIsThere() throws Exception {
        try (UdpPeer portmapper = portmapperOnUdp();
                RpcbindClient client = open(portmapper).caching(Duration.ofHours(1))) {
            try (UdpPeer before = echo()) {
                put(1, before);
                assertThat(client.lookup(PROGRAM, 1, Netid.UDP)).isPresent();
                try (RpcProgram program = client.program(PROGRAM, Netid.UDP)) {
                    program.ping(1);
                }
                assertThat(ScriptedPortmapper.asked(portmapper)).containsExactly("4.9");
            }
            try (UdpPeer after = echo();
                    RpcProgram program = client.program(PROGRAM, Netid.UDP)) {
                put(1, after);
                program.ping(1);
                assertThat(ScriptedPortmapper.asked(after)).containsExactly("1.0");
                assertThat(client.lookup(PROGRAM, 1, Netid.UDP).map(FoundService::address))
                        .contains(ScriptedPortmapper.addressOf(after));
            }
        }
    }

    @Test
    void closeEndsTheCallsThatWait() throws Exception {
        CountDownLatch called = new CountDownLatch(2);
        UdpPeer.Script silence = call -> {
            called.countDown();
            return List.of();
        };
        try (UdpPeer service = new UdpPeer(silence);
                UdpPeer portmapper = portmapperOnUdp();
                RpcbindClient client = open(portmapper)) {
            put(1, service);
            put(2, service);
            RpcProgram program = client.program(PROGRAM, Netid.UDP);
            List<CompletableFuture<Opaque>> calls =
                    List.of(program.callAsync(1, 1, ARGUMENTS), program.callAsync(2, 1, ARGUMENTS));
            called.await();
            program.close();
            for (CompletableFuture<Opaque> call : calls) {
                assertThatThrownBy(() -> Patience.await(call))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(RpcException.Closed.class);
            }
            assertThatThrownBy(() -> program.ping(3))
                    .isInstanceOf(RpcException.Closed.class)
                    .hasMessage("program " + PROGRAM + ": closed by this program");
            assertThat(ScriptedPortmapper.asked(portmapper)).containsExactly("4.3", "4.3");
        }
    }

    @Test
    void versionsOverTheLimitAreLookedUpAgain() throws Exception {
        try (UdpPeer service = echo();
                UdpPeer portmapper = portmapperOnUdp();
                RpcbindClient client = open(portmapper);
                RpcProgram program = client.program(PROGRAM, Netid.UDP)) {
            for (long version = 0; version <= FoundDestination.VERSIONS_LIMIT; version++) {
                put(version, service);
                program.ping(version);
            }
            int before = ScriptedPortmapper.asked(portmapper).size();
            program.ping(FoundDestination.VERSIONS_LIMIT);
            program.ping(1);
            assertThat(ScriptedPortmapper.asked(portmapper)).hasSize(before);
            program.ping(0);
            assertThat(ScriptedPortmapper.asked(portmapper)).hasSize(before + 1);
        }
    }
}
