package org.portmapper.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** Programs are found by their numbers, whatever came and went before. */
class ProgramIndexTest {
    private final ProgramIndex index = new ProgramIndex();

    private static ProgramBindings registered(long program) {
        UniversalAddress address = UniversalAddress.parseInet("0.0.0.0.4.0").orElseThrow();
        Binding binding = new Binding(program, 1, Netid.UDP, address, Owner.SUPERUSER);
        return new ProgramBindings(List.of(new Registration(binding, new Evidence.Word())));
    }

    @Test
    void nothingIsRegisteredOfAProgramThatWasNeverPut() {
        assertThat(index.get(0).registrations()).isEmpty();
        index.remove(0);
        assertThat(index.get(0xffff_ffffL).registrations()).isEmpty();
    }

    @Test
    void randomChangesLeadToWhatAMapHas() {
        Random random = new Random(6);
        Map<Long, ProgramBindings> expected = new HashMap<>();
        for (int i = 0; i < 50_000; i++) {
            long program = random.nextInt(3000);
            if (random.nextInt(5) < 2) {
                index.remove(program);
                expected.remove(program);
            } else {
                ProgramBindings bindings = registered(program);
                index.put(program, bindings);
                expected.put(program, bindings);
            }
        }
        for (long program = 0; program < 3000; program++) {
            assertThat(index.get(program))
                    .as("program %d", program)
                    .isSameAs(expected.getOrDefault(program, ProgramBindings.NONE));
        }
    }
}
