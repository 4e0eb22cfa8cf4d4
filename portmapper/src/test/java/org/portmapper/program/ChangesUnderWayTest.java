package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.portmapper.audit.AuditTrail;
import org.portmapper.audit.AuditTrails;
import org.portmapper.dispatch.Answer;
import org.portmapper.identity.Proof;
import org.portmapper.liveness.Addresses;
import org.portmapper.liveness.Holders;
import org.portmapper.liveness.KnownAddresses;
import org.portmapper.liveness.Liveness;
import org.portmapper.policy.Policies;
import org.portmapper.policy.Policy;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Evidence;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.state.Journal;

/** SET and UNSET when something happens between the question and the answer. */
final class ChangesUnderWayTest {
    private static final Rpcb TCP = new Rpcb(0x2000_0001L, 1, "tcp", "0.0.0.0.8.1", "");
    private static final Rpcb UDP = new Rpcb(0x2000_0001L, 1, "udp", "0.0.0.0.8.1", "");

    private final BindingRegistry registry = new BindingRegistry();
    private final List<String> trail = new ArrayList<>();
    private final Deque<Runnable> disk = new ArrayDeque<>();
    private final ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1) {
        @Override
        public void execute(Runnable task) {
            disk.add(task);
        }
    };

    @AfterEach
    void nothingIsLeftRunning() {
        loop.shutdownNow();
    }

    /** A host on which every socket ends while somebody looks at it. */
    private record Ending(Addresses before) implements Addresses {
        @Override
        public Holders holdersOf(Binding binding) {
            return before.holdersOf(binding);
        }

        @Override
        public Service service(Binding binding, InetAddress at, Evidence.IpSockets sockets) {
            return Service.GONE;
        }

        @Override
        public boolean serves(Evidence.LocalSocket socket) {
            return false;
        }
    }

    private Registrar registrar(Addresses addresses, Journal journal) {
        AuditTrail audit = AuditTrails.to(trail);
        Policy policy = Policies.of("");
        Liveness liveness = new Liveness(registry, addresses, ports -> {}, audit::withdrawn);
        return new Registrar(
                new Rules(registry, journal, liveness, peer -> Calls.user(0, Proof.LOCAL_SOCKET), () -> policy, audit));
    }

    @Test
    void aSocketThatEndsWhileItIsRegisteredIsNotRegistered() {
        KnownAddresses addresses = new KnownAddresses();
        addresses.open("tcp 0.0.0.0.8.1", 0, 11);

        assertThat(registrar(new Ending(addresses), Journal.ofNothing()).set(Calls.ROOT, TCP))
                .isEqualTo(Results.FALSE);
        assertThat(registry.all()).isEmpty();
        assertThat(trail).anyMatch(line -> line.contains("its socket has been closed meanwhile"));
    }

    @Test
    void noMoreChangesAreTakenThanCanWaitForTheDisk() {
        Journal journal = Journal.to(registrations -> {}, registry.all(), disk::add, loop);
        Registrar registrar = registrar(new KnownAddresses(), journal);
        Answer first = registrar.set(Calls.ROOT, TCP);
        while (!journal.isFull()) {
            registrar.set(Calls.ROOT, TCP);
        }

        assertThat(registrar.set(Calls.ROOT, UDP)).isEqualTo(Results.FALSE);
        assertThat(registrar.unset(Calls.ROOT, TCP)).isEqualTo(Results.FALSE);
        assertThat(registry.all()).hasSize(1);
        assertThat(trail).anyMatch(line -> line.contains("too many changes wait for the disk"));
        runDisk();
        assertThat(((Answer.Later) first).answer()).isCompletedWithValue(Results.TRUE);
        assertThat(registrar.unset(Calls.ROOT, TCP)).isInstanceOf(Answer.Later.class);
    }

    private void runDisk() {
        while (!disk.isEmpty()) {
            disk.remove().run();
        }
    }
}
