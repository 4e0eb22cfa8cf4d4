package org.portmapper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.portmapper.identity.Caller;
import org.portmapper.identity.CallingProcess;
import org.portmapper.identity.Proof;
import org.portmapper.rpc.RandomValues;
import org.portmapper.rpc.Seeded;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** Random policies decide as the rule says, looked up the plain way: the narrowest section that has the key, alone. */
class NarrowestSectionTest {
    /** Few programs, so that sections lie in each other; above 100,000, so that the built-in ones do not matter. */
    private static final long FIRST = 200_000;

    private static final int PROGRAMS = 30;
    private static final int USERS = 3;
    private static final int PORTS = 3;
    private static final int POLICIES = 10;

    /** A section, and the place of its line in its file. */
    private record Rules(
            ProgramRange range, Optional<Set<Long>> users, Optional<Integer> port, Optional<String> listener) {
        boolean clashes(Rules other) {
            return range.width() == other.range.width() && range.overlaps(other.range);
        }

        boolean isEmpty() {
            return users.isEmpty() && port.isEmpty() && listener.isEmpty();
        }

        String toml() {
            StringBuilder text = new StringBuilder("[program." + range.first() + "-" + range.last() + "]\n");
            users.ifPresent(uids -> text.append("register = [")
                    .append(String.join(
                            ", ",
                            uids.stream().map(uid -> "\"user:" + uid + "\"").toList()))
                    .append("]\n"));
            port.ifPresent(number -> text.append("ports = [").append(number).append("]\n"));
            listener.ifPresent(word -> text.append("listener = \"").append(word).append("\"\n"));
            return text.toString();
        }
    }

    @Seeded
    void theNarrowestSectionThatHasTheKeyDecides(long seed) throws PolicyException {
        RandomValues random = new RandomValues(seed);
        for (int i = 0; i < POLICIES; i++) {
            List<Rules> sections = sections(random);
            check(Host.policy(files(random, sections)), sections);
        }
    }

    private static List<Rules> sections(RandomValues random) {
        List<Rules> sections = new ArrayList<>();
        for (Rules rules : random.listOf(1 + random.upTo(12), () -> rules(random))) {
            if (!rules.isEmpty() && sections.stream().noneMatch(rules::clashes)) {
                sections.add(rules);
            }
        }
        return sections;
    }

    private static Rules rules(RandomValues random) {
        long first = FIRST + random.upTo(PROGRAMS);
        long last = first + random.upTo((int) (FIRST + PROGRAMS - first));
        return new Rules(
                new ProgramRange(first, last),
                random.coin()
                        ? Optional.of(Set.copyOf(random.list(USERS, () -> (long) random.upTo(USERS))))
                        : Optional.empty(),
                random.coin() ? Optional.of(1 + random.upTo(PORTS)) : Optional.empty(),
                random.coin() ? Optional.of(random.oneOf(Listener.words())) : Optional.empty());
    }

    private static String[] files(RandomValues random, List<Rules> sections) {
        StringBuilder one = new StringBuilder("# one\n");
        StringBuilder other = new StringBuilder("# other\n");
        sections.forEach(section -> (random.coin() ? one : other).append(section.toml()));
        return new String[] {one.toString(), other.toString()};
    }

    private static void check(Policy policy, List<Rules> sections) {
        for (long program = FIRST - 1; program <= FIRST + PROGRAMS + 1; program++) {
            assertThat(policy.listener(program).listener().text())
                    .isEqualTo(narrowest(sections, program, rules -> rules.listener.isPresent())
                            .flatMap(Rules::listener)
                            .orElse("optional"));
            for (long uid = 0; uid <= USERS; uid++) {
                for (int port = 1; port <= PORTS; port++) {
                    assertThat(policy.register(user(uid), program, at(port)) instanceof Decision.Allowed)
                            .as("user %d program %d port %d of %s", uid, program, port, sections)
                            .isEqualTo(isAllowed(sections, program, uid, port));
                }
            }
        }
    }

    private static boolean isAllowed(List<Rules> sections, long program, long uid, int port) {
        Set<Long> users = narrowest(sections, program, rules -> rules.users.isPresent())
                .flatMap(Rules::users)
                .orElse(Set.of(0L));
        Optional<Integer> only =
                narrowest(sections, program, rules -> rules.port.isPresent()).flatMap(Rules::port);
        return users.contains(uid) && (only.isEmpty() || only.get() == port);
    }

    private static Optional<Rules> narrowest(List<Rules> sections, long program, Predicate<Rules> hasKey) {
        return sections.stream()
                .filter(hasKey)
                .filter(rules -> rules.range.contains(program))
                .min(Comparator.comparingLong(rules -> rules.range.width()));
    }

    private static Caller user(long uid) {
        return new Caller.User(uid, Proof.UDP_MARK, Set.of(), CallingProcess.UNKNOWN);
    }

    private static UniversalAddress at(int port) {
        return new UniversalAddress.Inet(AddressText.parse("::").orElseThrow(), port);
    }
}
