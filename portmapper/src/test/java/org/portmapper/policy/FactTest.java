package org.portmapper.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.portmapper.identity.Caller;
import org.portmapper.identity.CallingProcess;
import org.portmapper.identity.KnownProcess;
import org.portmapper.identity.Proof;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** When {@link Fact}s hold, and when the caller's process is looked at for them. */
class FactTest {
    private static final UniversalAddress SOMEWHERE = new UniversalAddress.Local("/run/service.sock");

    /** A process that nobody may look at. */
    private record Unseen() implements CallingProcess {
        @Override
        public int pid() {
            throw new AssertionError("pid");
        }

        @Override
        public boolean kernelThread() {
            throw new AssertionError("kernelThread");
        }

        @Override
        public Optional<String> unit() {
            throw new AssertionError("unit");
        }

        @Override
        public Optional<String> executable() {
            throw new AssertionError("executable");
        }

        @Override
        public OptionalLong controlGroup() {
            throw new AssertionError("controlGroup");
        }

        @Override
        public boolean holds(long inode) {
            throw new AssertionError("holds");
        }
    }

    private static Caller.User unseen(long uid) {
        return new Caller.User(uid, Proof.LOCAL_SOCKET, Set.of(), new Unseen());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ['user:1000']                                                    | 1000 | true
            ['unit:a.service', 'user:1000']                                  | 1000 | true
            ['exe:/a & user:1001', 'kernel', 'user:1001 & unit:a.service']   | 1000 | false
            ['kernel', 'local']                                              | 0    | true
            ['group:lab & exe:/a']                                           | 1000 | false
            []                                                               | 0    | false
            """)
    void theProcessIsLookedAtOnlyWhereItDecides(String register, long uid, boolean allowed) throws PolicyException {
        Decision decision = Host.policy("program.nfs.register = " + register.replace("''", "'"))
                .register(unseen(uid), 100_003, SOMEWHERE);
        assertThat(decision instanceof Decision.Allowed).isEqualTo(allowed);
    }

    @Test
    void theBuiltInPolicyNeedsNoLookAtProcesses() throws PolicyException {
        Policy policy = Host.policy();
        assertThat(policy.register(unseen(0), 100_003, SOMEWHERE)).isInstanceOf(Decision.Allowed.class);
        assertThat(policy.register(unseen(1000), 100_003, SOMEWHERE)).isInstanceOf(Decision.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"100003,true", "100005,false", "100004,true", "1,false", "100000,false"})
    void aUnitIsAskedForWhereItDecides(long program, boolean asked) throws PolicyException {
        Policy policy = Host.policy("""
                [program.nfs]
                register = ["user:root", "user:alice & unit:a.service"]
                [program.ypserv]
                register = ["unit:ypserv.service"]
                [program.mountd]
                register = ["user:root & exe:/a", "kernel"]
                """);
        assertThat(policy.asksForUnit(program)).isEqualTo(asked);
    }

    @ParameterizedTest
    @CsvSource({
        "0,    true,  true",
        "0,    false, false",
        "1000, true,  false",
    })
    void theKernelIsAThreadOfItThatIsRoot(long uid, boolean thread, boolean kernel) {
        CallingProcess process = new KnownProcess(2, thread, Optional.empty(), Optional.empty());
        assertThat(new Fact.Kernel().isProvenOf(new Caller.User(uid, Proof.LOCAL_SOCKET, Set.of(), process)))
                .isEqualTo(kernel);
    }

    @ParameterizedTest
    @EnumSource
    void theGroupsOfAProcessCountAndOverIpThoseOfItsUser(Proof proof) {
        Fact lab = new Fact.Group(50, Set.of(1000L));
        boolean ip = proof != Proof.LOCAL_SOCKET;
        assertThat(lab.isProvenOf(new Caller.User(1001, proof, Set.of(50L), CallingProcess.UNKNOWN)))
                .isTrue();
        assertThat(lab.isProvenOf(new Caller.User(1000, proof, Set.of(), CallingProcess.UNKNOWN)))
                .isEqualTo(ip);
        assertThat(lab.isProvenOf(new Caller.User(1001, proof, Set.of(), CallingProcess.UNKNOWN)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            user:alice & group:staff & unit:a.service & exe:/a | LOCAL_SOCKET |
            user:alice & group:staff & unit:a.service & exe:/a | TCP_SOCKET   | group:staff exe:/a
            user:alice & group:lab & unit:a.service & exe:/a   | UDP_MARK     | exe:/a
            user:bob&unit:a.service & group:lab                | UDP_TABLE    | group:lab
            kernel                                             | LOCAL_SOCKET |
            kernel                                             | TCP_SOCKET   | kernel
            """)
    void whatATransportCannotProveIsTold(String facts, Proof proof, String unproven) throws PolicyException {
        assertThat(DescribedCaller.read(facts, proof, Host.accounts()).unproven())
                .isEqualTo(unproven == null ? List.of() : List.of(unproven.split(" ")));
    }

    @Test
    void aDescribedCallerIsInTheGroupsOfItsAccount() throws PolicyException {
        assertThat(DescribedCaller.read("user:carol & group:root", Proof.LOCAL_SOCKET, Host.accounts())
                        .user()
                        .groups())
                .containsExactlyInAnyOrder(0L, 50L, 51L);
    }
}
