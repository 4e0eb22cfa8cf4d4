package org.portmapper.liveness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** What is registered ends with its sockets. */
final class LivenessTest {
    private final BindingRegistry registry = new BindingRegistry();
    private final KnownAddresses addresses = new KnownAddresses();
    private final List<Set<Integer>> watched = new ArrayList<>();
    private final List<String> withdrawn = new ArrayList<>();
    private final Liveness liveness = new Liveness(
            registry,
            addresses,
            ports -> watched.add(Set.copyOf(ports)),
            (registration, reason) -> withdrawn.add(registration.binding().version() + ": " + reason));

    @Test
    void theNoticeOfASocketWithdrawsAllThatRestsOnIt() {
        register(1, 10, new Evidence.IpSockets(7, List.of(5L)));
        register(2, 10, new Evidence.IpSockets(7, List.of(5L)));
        register(3, 11, new Evidence.IpSockets(7, List.of(6L)));

        addresses.close(5);
        liveness.socketEnded(5);

        assertThat(versions()).containsExactly(3L);
        assertThat(withdrawn).containsExactly("1: its socket was closed", "2: its socket was closed");
    }

    @Test
    void aServiceOfSeveralSocketsEndsWithTheLast() {
        register(1, 10, new Evidence.IpSockets(7, List.of(5L, 6L)));

        addresses.close(5);
        liveness.socketEnded(5);
        assertThat(versions()).containsExactly(1L);

        addresses.close(6);
        liveness.socketEnded(6);
        assertThat(versions()).isEmpty();
    }

    @Test
    void noticesOfOtherSocketsChangeNothing() {
        register(1, 10, new Evidence.IpSockets(7, List.of(5L)));
        liveness.socketEnded(50);
        assertThat(versions()).containsExactly(1L);
    }

    @Test
    void whoeverLooksFindsNothingDead() {
        Registration local = register(1, 10, new Evidence.LocalSocket(5, 5));
        assertThat(liveness.isServed(local)).isTrue();

        addresses.close(5);

        assertThat(liveness.isServed(local)).isFalse();
        assertThat(versions()).isEmpty();
    }

    @Test
    void aWordAndThePortmapperItselfStay() {
        assertThat(liveness.isServed(register(1, 10, new Evidence.Word()))).isTrue();
        assertThat(liveness.isServed(register(2, 10, new Evidence.Portmapper())))
                .isTrue();
    }

    @Test
    void theAuditGoesThroughAllAFewAtATimeAndBeginsAnew() {
        for (int version = 1; version <= 5; version++) {
            register(version, 10 + version, new Evidence.IpSockets(7, List.of((long) version)));
        }
        addresses.close(2);
        addresses.close(5);

        assertThat(liveness.audit(3)).isFalse();
        assertThat(versions()).containsExactly(1L, 3L, 4L, 5L);
        assertThat(liveness.audit(3)).isTrue();
        assertThat(versions()).containsExactly(1L, 3L, 4L);

        addresses.close(1);
        assertThat(liveness.audit(10)).isTrue();
        assertThat(versions()).containsExactly(3L, 4L);
    }

    @Test
    void thePortsOfAllSocketsAreWatchedAndNoOthers() {
        Registration first = register(1, 10, new Evidence.IpSockets(7, List.of(5L)));
        Registration second = register(2, 10, new Evidence.IpSockets(7, List.of(5L)));
        register(3, 11, new Evidence.Word());
        liveness.watch(first);
        liveness.watch(second);
        assertThat(watched).containsExactly(Set.of(10));

        register(4, 12, new Evidence.IpSockets(7, List.of(6L)));
        registry.remove(100, List.of(first, second));
        liveness.watch(register(5, 13, new Evidence.IpSockets(7, List.of(8L))));
        assertThat(watched.getLast()).containsExactlyInAnyOrder(12, 13);
    }

    @Test
    void aSocketThatWasClosedBeforeItsPortWasWatchedIsNoticed() {
        Registration late = register(1, 10, new Evidence.IpSockets(7, List.of(5L)));
        addresses.close(5);
        assertThat(liveness.watch(late)).isFalse();
        assertThat(versions()).isEmpty();
    }

    @Test
    void ownersAreCountedAsTheyComeAndGo() {
        Registration first = register(1, 10, new Evidence.Word());
        register(2, 10, new Evidence.Word());
        assertThat(registry.witnesses().ownedBy(new Owner("7"))).isEqualTo(2);
        assertThat(registry.witnesses().ownedByUsers()).isEqualTo(2);

        registry.remove(100, List.of(first, first));
        assertThat(registry.witnesses().ownedBy(new Owner("7"))).isEqualTo(1);
        assertThat(registry.witnesses().ownedByUsers()).isEqualTo(1);
    }

    private Registration register(long version, int port, Evidence evidence) {
        UniversalAddress address =
                UniversalAddress.parseInet("0.0.0.0.0." + port).orElseThrow();
        Registration registration =
                new Registration(new Binding(100, version, Netid.TCP, address, new Owner("7")), evidence);
        registry.set(registration);
        return registration;
    }

    private List<Long> versions() {
        return registry.all().stream().map(each -> each.binding().version()).toList();
    }
}
