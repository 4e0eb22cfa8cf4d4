package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;

/** Portmappers whose answer to a SET is lost: whether they have registered it shows in their list only. */
@Timeout(60)
class UnansweredRegistrationTest {
    private static final long PROGRAM = 0x2000_0001L;
    private static final ServiceAddress ON_TCP = ServiceAddress.of(PROGRAM, 1, Netid.TCP, 2049);
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final RegistryPortmapper portmapper = new RegistryPortmapper(4);
    /** The xids of the calls that were lost, or whose answers were. */
    private final Set<Integer> known = ConcurrentHashMap.newKeySet();

    private static boolean isSet(RpcCall call) {
        return call.procedure().number() == 1;
    }

    private static boolean isList(RpcCall call) {
        return call.procedure().number() == 4;
    }

    private RpcbindClient open(UdpPeer peer) throws Exception {
        return RpcbindClient.open(ScriptedPortmapper.addressOf(peer)).within(DEADLINE);
    }

    /** Executes it, and loses the answer. */
    private List<ByteBuffer> executeOnly(RpcCall call) {
        assertThat(portmapper.answer(call)).isNotNull();
        return List.of();
    }

    @BeforeAll
    static void warmUp() throws Exception {
        Patience.loadAll();
    }

    @Test
    void whatWasRegisteredNeverthelessIsWithdrawn() throws Exception {
        UdpPeer.Script answersToSetAreLost = call -> isSet(call) ? executeOnly(call) : List.of(portmapper.answer(call));
        try (UdpPeer peer = new UdpPeer(answersToSetAreLost);
                RpcbindClient client = open(peer)) {
            assertThatThrownBy(() -> client.register(ON_TCP)).isInstanceOf(RpcException.TimedOut.class);
            Patience.until(portmapper.heard(), "UNSET tcp");
            assertThat(portmapper.bindings()).isEmpty();
        }
    }

    @Test
    void whatIsAnotherOnesIsNotTouched() throws Exception {
        Rpcb another = new Rpcb(PROGRAM, 1, "tcp", "0.0.0.0.8.2", "");
        portmapper.add(another);
        UdpPeer.Script answersToSetAreLost = call -> isSet(call) ? executeOnly(call) : List.of(portmapper.answer(call));
        try (UdpPeer peer = new UdpPeer(answersToSetAreLost);
                RpcbindClient client = open(peer)) {
            Registration registration = client.registerWhenPresent(List.of(ON_TCP));
            assertThat(registration.status()).isInstanceOf(Registration.Waiting.class);
            Patience.await(registration.end());
            assertThat(portmapper.heardSoFar()).contains("DUMP").doesNotContain("UNSET tcp");
            assertThat(portmapper.bindings()).containsExactly(another);
        }
    }

    /** The first SET gets no answer, and the list is sent again after a while: a second one at the same time would lose what it has registered. */
    @Test
    void nextAttemptWaitsForTheWithdrawalOfTheLast() throws Exception {
        UdpPeer.Script losesAFew = call -> {
            boolean first = known.isEmpty() || known.contains(call.xid());
            if (isSet(call) && first) {
                known.add(call.xid());
                return executeOnly(call);
            }
            return isList(call) && known.add(call.xid()) ? List.of() : List.of(portmapper.answer(call));
        };
        try (CapturedLog log = new CapturedLog();
                UdpPeer peer = new UdpPeer(losesAFew);
                RpcbindClient client = open(peer)) {
            Registration registration = client.registerWhenPresent(List.of(ON_TCP));
            assertThat(log.next()).contains("not registered");
            assertThat(log.next()).contains("registered with the portmapper at");
            assertThat(registration.status()).isInstanceOf(Registration.Registered.class);
            assertThat(portmapper.bindings()).containsExactly(ON_TCP.toRpcb());
            assertThat(portmapper.heardSoFar()).containsSubsequence("DUMP", "UNSET tcp", "SET tcp 0.0.0.0.8.1");
        }
    }
}
