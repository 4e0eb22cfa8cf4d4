package org.portmapper.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.portmapper.identity.Caller;
import org.portmapper.identity.CallingProcess;
import org.portmapper.identity.KnownProcess;
import org.portmapper.identity.Proof;
import org.portmapper.names.AccountNames;

/**
 * A caller of whom somebody says what will be proven, to ask what would be decided.
 *
 * @param user as the daemon would see him
 * @param unproven what was said of him but cannot be proven over his transport
 */
public record DescribedCaller(Caller.User user, List<String> unproven) {
    private static final String EXPECTED =
            "(expected: user:NAME, with group:NAME, unit:NAME and exe:PATH joined by &; or kernel)";

    /** Copies the list. */
    public DescribedCaller {
        unproven = List.copyOf(unproven);
    }

    /**
     * The caller of whom facts are said as in a policy, {@code user:alice & unit:door.service} or {@code kernel}. Over a local
     * socket he is in the groups that the files of accounts give him, and in those that are said.
     *
     * @throws PolicyException if the facts are none, or make no caller
     */
    public static DescribedCaller read(String facts, Proof proof, AccountNames accounts) throws PolicyException {
        try {
            List<Fact> read = new FactReader(accounts).read(facts);
            Caller.User user = user(read, proof, accounts);
            return new DescribedCaller(user, unproven(read, facts.split("&", -1), user));
        } catch (FactException e) {
            throw new PolicyException(List.of(e.getMessage()));
        }
    }

    private static Caller.User user(List<Fact> facts, Proof proof, AccountNames accounts) throws PolicyException {
        long uid = uid(facts);
        return proof == Proof.LOCAL_SOCKET
                ? new Caller.User(uid, proof, groups(facts, accounts.groupsOf(uid)), process(facts))
                : new Caller.User(uid, proof, Set.of(), socket(facts));
    }

    private static Set<Long> groups(List<Fact> facts, Set<Long> ofAccount) {
        Set<Long> groups = new HashSet<>(ofAccount);
        of(Fact.Group.class, facts).map(Fact.Group::gid).forEach(groups::add);
        return groups;
    }

    private static CallingProcess process(List<Fact> facts) {
        boolean kernel = of(Fact.Kernel.class, facts).findAny().isPresent();
        Optional<String> executable =
                of(Fact.Executable.class, facts).map(Fact.Executable::path).findFirst();
        return new KnownProcess(0, kernel, unit(facts), executable);
    }

    /** Sockets of IP show their user and the control group in which they were made, and nothing of their process. */
    private static CallingProcess socket(List<Fact> facts) {
        return new KnownProcess(0, false, unit(facts), Optional.empty());
    }

    private static Optional<String> unit(List<Fact> facts) {
        return of(Fact.Unit.class, facts).map(Fact.Unit::name).findFirst();
    }

    private static <T extends Fact> Stream<T> of(Class<T> kind, List<Fact> facts) {
        return facts.stream().filter(kind::isInstance).map(kind::cast);
    }

    private static List<String> unproven(List<Fact> facts, String[] texts, Caller.User user) {
        List<String> unproven = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            if (!facts.get(i).isProvenOf(user)) {
                unproven.add(texts[i].strip());
            }
        }
        return unproven;
    }

    private static long uid(List<Fact> facts) throws PolicyException {
        Optional<Long> uid = of(Fact.User.class, facts).map(Fact.User::uid).findFirst();
        if (uid.isPresent()) {
            return uid.get();
        }
        if (of(Fact.Kernel.class, facts).findAny().isPresent()) {
            return 0;
        }
        throw new PolicyException(List.of(EXPECTED));
    }
}
