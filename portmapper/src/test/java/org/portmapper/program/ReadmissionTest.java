package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.audit.AuditTrail;
import org.portmapper.audit.AuditTrails;
import org.portmapper.identity.Caller;
import org.portmapper.identity.KnownProcess;
import org.portmapper.identity.Proof;
import org.portmapper.liveness.KnownAddresses;
import org.portmapper.liveness.Liveness;
import org.portmapper.policy.Policies;
import org.portmapper.policy.Policy;
import org.portmapper.registry.BindingRegistry;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.state.Journal;

/** What another portmapper had is registered as far as the kernel and the policy bear it out, and not one binding more. */
final class ReadmissionTest {
    private static final long NFS = 100003;
    private static final long RUSERS = 100002;
    private static final long TRANSIENT = 0x2000_0001L;

    private final BindingRegistry registry = new BindingRegistry();
    private final KnownAddresses addresses = new KnownAddresses();
    private final Map<Long, List<Caller.User>> processes = new HashMap<>();
    private final List<Set<Long>> looked = new ArrayList<>();
    private final List<String> trail = new ArrayList<>();

    private List<Registration> readmit(String policy, Rpcb... claims) {
        AuditTrail audit = AuditTrails.to(trail);
        Policy rules = Policies.of(policy);
        Liveness liveness = new Liveness(registry, addresses, ports -> {}, audit::withdrawn);
        Rules all = new Rules(
                registry, Journal.ofNothing(), liveness, peer -> new Caller.Unproven(true, ""), () -> rules, audit);
        return new Readmission(all, inodes -> {
                    looked.add(inodes);
                    return processes;
                })
                .readmit(List.of(claims));
    }

    private List<Registration> readmit(Rpcb... claims) {
        return readmit("""
                [program.nfs]
                register = ["user:root", "user:1"]
                [program.rusersd]
                register = ["user:65534 & exe:/usr/sbin/rpc.rusersd"]
                """, claims);
    }

    @BeforeEach
    void open() {
        addresses.open("tcp 0.0.0.0.8.1", 1, 11);
        addresses.open("tcp 0.0.0.0.9.1", 65534, 13);
        addresses.open("tcp 0.0.0.0.10.1", 0, 14);
        addresses.listen("local /run/one", 1, 15);
        addresses.open("tcp 0.0.0.0.12.1", 0, 0);
    }

    private void holds(long inode, long uid, String executable) {
        processes.put(
                inode,
                List.of(new Caller.User(
                        uid,
                        Proof.OPEN_SOCKET,
                        Set.of(),
                        new KnownProcess(7, false, Optional.empty(), Optional.of(executable)))));
    }

    @ParameterizedTest
    @CsvSource({
        "root's at its own socket,                 100003, tcp 0.0.0.0.10.1, superuser, superuser",
        "a user's at its own socket,               100003, tcp 0.0.0.0.8.1, 1, 1",
        "a user's at its own local socket,         100003, local /run/one, 1, 1",
        "rpcbind's unknown at a user's socket,     536870913, tcp 0.0.0.0.8.1, unknown, 1",
        "an old portmapper's without an owner,     536870913, tcp 0.0.0.0.8.1, '', 1",
        "unknown at root's socket,                 536870913, tcp 0.0.0.0.10.1, unknown, dropped",
        "root's at a socket of who may have it,    100003, tcp 0.0.0.0.8.1, superuser, 1",
        "root's at a stranger's socket,            100003, tcp 0.0.0.0.9.1, superuser, dropped",
        "a user's at a stranger's socket,          100003, tcp 0.0.0.0.9.1, 1, dropped",
        "a user's at root's socket,                100003, tcp 0.0.0.0.10.1, 1, dropped",
        "a stranger's at his own socket,           100003, tcp 0.0.0.0.9.1, 65534, dropped",
        "a stranger's at a user's socket,          536870913, tcp 0.0.0.0.8.1, 65534, dropped",
        "first come in the transient range,        536870913, tcp 0.0.0.0.9.1, 65534, 65534",
        "root's without a socket,                  100003, tcp 0.0.0.0.11.1, superuser, dropped",
        "root's at a socket that nobody holds,     100003, tcp 0.0.0.0.12.1, superuser, dropped",
        "the portmapper itself,                    100000, tcp 0.0.0.0.10.1, superuser, dropped",
        "a netid that is none,                     100003, TCP 0.0.0.0.10.1, superuser, dropped",
        "port 0,                                   100003, tcp 0.0.0.0.0.0, superuser, dropped",
        "a number that is no user,                 536870913, tcp 0.0.0.0.8.1, 4294967295, 1",
    })
    void isBelievedAsFarAsItIsProven(String what, long program, String where, String owner, String becomes) {
        String[] netidAndAddress = where.split(" ");
        readmit(new Rpcb(program, 3, netidAndAddress[0], netidAndAddress[1], owner));
        assertThat(registry.all().stream().map(each -> each.binding().owner().name()))
                .as(what)
                .isEqualTo(becomes.equals("dropped") ? List.of() : List.of(becomes));
        assertThat(trail)
                .as(what)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("event=IMPORT decision=" + (becomes.equals("dropped") ? "dropped" : "granted")));
    }

    @Test
    void aDaemonThatGaveUpRootIsKnownByItsProcess() {
        Rpcb claim = new Rpcb(NFS, 3, "tcp", "0.0.0.0.10.1", "1");
        holds(14, 65534, "/usr/sbin/nfsd");
        assertThat(readmit(claim)).isEmpty();
        holds(14, 1, "/usr/sbin/nfsd");
        assertThat(readmit(claim)).hasSize(1);
        assertThat(looked).containsExactly(Set.of(14L), Set.of(14L));
    }

    @Test
    void aRuleThatAsksForAProgramFindsItInTheProcess() {
        Rpcb claim = new Rpcb(RUSERS, 3, "tcp", "0.0.0.0.9.1", "65534");
        assertThat(readmit(claim)).isEmpty();
        holds(13, 65534, "/usr/bin/python3");
        assertThat(readmit(claim)).isEmpty();
        holds(13, 65534, "/usr/sbin/rpc.rusersd");
        assertThat(readmit(claim)).hasSize(1);
    }

    @Test
    void processesAreNotLookedAtWithoutNeed() {
        readmit(new Rpcb(NFS, 3, "tcp", "0.0.0.0.8.1", "1"));
        assertThat(looked).isEmpty();
    }

    @Test
    void aProgramIsOneOwnersUnlessItIsRoots() {
        addresses.open("udp 0.0.0.0.9.1", 65534, 17);
        readmit(
                new Rpcb(TRANSIENT, 1, "tcp", "0.0.0.0.8.1", "1"),
                new Rpcb(TRANSIENT, 2, "udp", "0.0.0.0.9.1", "65534"),
                new Rpcb(TRANSIENT, 3, "tcp", "0.0.0.0.10.1", "superuser"));
        assertThat(registry.all().stream().map(each -> each.binding().version()))
                .containsExactly(1L, 3L);
        assertThat(trail.get(1)).contains("the program belongs to 1");
    }

    @Test
    void whatIsRegisteredAlreadyStaysAsItIs() {
        Rpcb first = new Rpcb(NFS, 3, "tcp", "0.0.0.0.8.1", "1");
        readmit(first);
        trail.clear();
        assertThat(readmit(first, new Rpcb(NFS, 3, "tcp", "0.0.0.0.10.1", "superuser")))
                .isEmpty();
        assertThat(registry.all()).hasSize(1);
        assertThat(trail).singleElement().satisfies(line -> assertThat(line).contains("at another address"));
    }

    @Test
    void theOrderIsThatOfTheClaims() {
        readmit(
                new Rpcb(NFS, 3, "tcp", "0.0.0.0.8.1", "1"),
                new Rpcb(TRANSIENT, 1, "tcp", "0.0.0.0.9.1", "65534"),
                new Rpcb(NFS, 4, "tcp", "0.0.0.0.8.1", "1"));
        assertThat(registry.all().stream().map(each -> each.binding().version()))
                .containsExactly(3L, 1L, 4L);
    }

    @Test
    void aPolicyThatOnlyWatchesKeepsWhatRpcbindHadButNothingThatIsDead() {
        readmit(
                "mode = \"audit\"",
                new Rpcb(NFS, 3, "tcp", "0.0.0.0.9.1", "65534"),
                new Rpcb(NFS, 4, "tcp", "0.0.0.0.10.1", "unknown"),
                new Rpcb(NFS, 2, "tcp", "0.0.0.0.11.1", "superuser"));
        assertThat(registry.all().stream().map(each -> each.binding().owner().name()))
                .containsExactly("65534", "unknown");
        assertThat(trail.get(0)).contains("decision=would-drop");
        assertThat(trail.get(2)).contains("decision=dropped", "no socket receives there");
    }
}
