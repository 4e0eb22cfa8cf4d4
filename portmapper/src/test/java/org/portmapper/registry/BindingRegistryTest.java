package org.portmapper.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.registry.BindingRegistry.SetResult;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** One binding for each program, version and netid, in the order of registration: RFC 1833 section 2.2.1. */
final class BindingRegistryTest {
    private final BindingRegistry registry = new BindingRegistry();

    @Test
    void setIsRefusedForAnotherAddressAndNothingChanges() {
        registry.set(binding(100003, 3, Netid.TCP, 2049));

        assertThat(registry.set(binding(100003, 3, Netid.TCP, 2050))).isEqualTo(SetResult.TAKEN);
        assertThat(registry.all()).containsExactly(binding(100003, 3, Netid.TCP, 2049));
    }

    @Test
    void registrationsAreHandedOverFromPlaceToPlaceUntilOneIsNotTaken() {
        for (long program = 1; program <= 5; program++) {
            registry.set(binding(program, 1, Netid.TCP, 1));
        }
        registry.remove(2, registry.program(2).registrations());
        long last = registry.changes();
        registry.set(binding(6, 1, Netid.TCP, 1));
        List<Long> taken = new ArrayList<>();

        long place = registry.handOver(
                0, last, each -> taken.size() < 2 && taken.add(each.binding().program()));
        assertThat(taken).containsExactly(1L, 3L);
        assertThat(place).isEqualTo(3);
        assertThat(registry.handOver(place, last, each -> false)).isEqualTo(3);
        assertThat(registry.handOver(
                        place, last, each -> taken.add(each.binding().program())))
                .isEqualTo(last);
        assertThat(taken).containsExactly(1L, 3L, 4L, 5L);
        assertThat(registry.handOver(last, last, each -> false)).isEqualTo(last);
        assertThat(registry.size()).isEqualTo(5);
    }

    @Test
    void setOfTheSameAddressChangesNothing() {
        registry.set(binding(100003, 3, Netid.TCP, 2049));
        long changes = registry.changes();

        assertThat(registry.set(binding(100003, 3, Netid.TCP, 2049))).isEqualTo(SetResult.ALREADY_REGISTERED);
        assertThat(registry.changes()).isEqualTo(changes);
    }

    @Test
    void anotherVersionOrNetidIsAnotherBinding() {
        registry.set(binding(100003, 3, Netid.TCP, 2049));

        assertThat(registry.set(binding(100003, 4, Netid.TCP, 2049))).isEqualTo(SetResult.REGISTERED);
        assertThat(registry.set(binding(100003, 3, Netid.UDP, 2049))).isEqualTo(SetResult.REGISTERED);
    }

    @Test
    void findPrefersTheVersionAskedForAndFallsBackToTheLatestRegistered() {
        registry.set(binding(7, 4, Netid.TCP, 4));
        registry.set(binding(7, 2, Netid.TCP, 2));
        registry.set(binding(7, 9, Netid.UDP, 9));

        assertThat(registry.program(7).find(4, Netid.TCP, any -> true)).contains(binding(7, 4, Netid.TCP, 4));
        assertThat(registry.program(7).find(1, Netid.TCP, any -> true)).contains(binding(7, 2, Netid.TCP, 2));
        assertThat(registry.program(7).find(1, Netid.TCP6, any -> true)).isEmpty();
        assertThat(registry.program(8).find(1, Netid.TCP, any -> true)).isEmpty();
    }

    @Test
    void findPassesOverWhatIsNotOffered() {
        registry.set(binding(7, 4, Netid.TCP, 4));
        registry.set(binding(7, 2, Netid.TCP, 2));

        assertThat(registry.program(7).find(2, Netid.TCP, binding -> binding.version() != 2))
                .contains(binding(7, 4, Netid.TCP, 4));
    }

    @Test
    void removeMakesRoomAndTheOrderIsThatOfRegistration() {
        registry.set(binding(1, 1, Netid.TCP, 10));
        registry.set(binding(2, 1, Netid.TCP, 20));
        registry.remove(1, List.of(binding(1, 1, Netid.TCP, 10)));
        registry.set(binding(1, 1, Netid.TCP, 11));

        assertThat(registry.all()).containsExactly(binding(2, 1, Netid.TCP, 20), binding(1, 1, Netid.TCP, 11));
    }

    @Test
    void whatIsRestoredIsInItsPlaceAgain() {
        registry.set(binding(1, 1, Netid.TCP, 10));
        registry.set(binding(1, 2, Netid.TCP, 20));
        registry.set(binding(1, 3, Netid.TCP, 30));
        long changes = registry.changes();
        SortedMap<Long, Registration> removed =
                registry.remove(1, List.of(binding(1, 3, Netid.TCP, 30), binding(1, 1, Netid.TCP, 10)));
        assertThat(registry.all()).containsExactly(binding(1, 2, Netid.TCP, 20));

        registry.restore(1, removed);

        List<Registration> all =
                List.of(binding(1, 1, Netid.TCP, 10), binding(1, 2, Netid.TCP, 20), binding(1, 3, Netid.TCP, 30));
        assertThat(registry.all()).containsExactlyElementsOf(all);
        assertThat(registry.program(1).registrations()).isEqualTo(all);
        assertThat(registry.changes()).isGreaterThan(changes + 1);
        assertThat(registry.set(binding(1, 1, Netid.TCP, 11))).isEqualTo(SetResult.TAKEN);
    }

    @Test
    void oneProgramCannotHaveMoreThanItsLimit() {
        for (int version = 0; version < BindingRegistry.PROGRAM_LIMIT; version++) {
            assertThat(registry.set(binding(5, version, Netid.TCP, 1))).isEqualTo(SetResult.REGISTERED);
        }
        assertThat(registry.set(binding(5, BindingRegistry.PROGRAM_LIMIT, Netid.TCP, 1)))
                .isEqualTo(SetResult.FULL);
        assertThat(registry.set(binding(6, 1, Netid.TCP, 1))).isEqualTo(SetResult.REGISTERED);
    }

    @Test
    void allProgramsTogetherCannotHaveMoreThanTheLimit() {
        for (int program = 0; program < BindingRegistry.LIMIT; program++) {
            registry.set(binding(program, 1, Netid.TCP, 1));
        }
        assertThat(registry.set(binding(BindingRegistry.LIMIT, 1, Netid.TCP, 1)))
                .isEqualTo(SetResult.FULL);
        registry.remove(0, List.of(binding(0, 1, Netid.TCP, 1)));
        assertThat(registry.set(binding(BindingRegistry.LIMIT, 1, Netid.TCP, 1)))
                .isEqualTo(SetResult.REGISTERED);
    }

    /** The registry against a plain map, over random changes on few keys so that they meet. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void behavesAsAMapWithOrder(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Map<String, Registration> model = new TreeMap<>();
        for (int i = 0; i < 2_000; i++) {
            Registration wanted = binding(
                    random.nextInt(4),
                    random.nextInt(3),
                    random.nextBoolean() ? Netid.TCP : Netid.UDP6,
                    1 + random.nextInt(3));
            Binding binding = wanted.binding();
            String key = binding.program() + " " + binding.version() + " " + binding.netid();
            if (random.nextInt(3) == 0) {
                registry.program(binding.program())
                        .exact(binding.version(), binding.netid())
                        .ifPresent(present -> registry.remove(binding.program(), List.of(present)));
                model.remove(key);
            } else {
                boolean free = model.putIfAbsent(key, wanted) == null;
                assertThat(registry.set(wanted) == SetResult.REGISTERED)
                        .as("seed %d step %d", seed, i)
                        .isEqualTo(free);
            }
            assertThat(registry.all())
                    .as("seed %d step %d", seed, i)
                    .containsExactlyInAnyOrderElementsOf(model.values());
        }
    }

    private static Registration binding(long program, long version, Netid netid, int port) {
        UniversalAddress address = UniversalAddress.parseInet(
                        netid.family() == Netid.Family.INET6
                                ? "::.0." + port
                                : "0.0.0.0." + (port >> 8) + "." + (port & 255))
                .orElseThrow();
        return new Registration(new Binding(program, version, netid, address, Owner.SUPERUSER), new Evidence.Word());
    }
}
