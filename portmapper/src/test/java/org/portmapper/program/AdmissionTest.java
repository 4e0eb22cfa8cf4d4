package org.portmapper.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.identity.Peer;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;

/** SET and UNSET under a policy that enforces: nobody takes, changes or removes what is not theirs. */
final class AdmissionTest {
    private static final long NFS = 100003;
    private static final long TRANSIENT = 0x2000_0001L;

    private final Calls calls = new Calls(Optional.empty(), """
            [program.nfs]
            register = ["user:root", "user:1"]
            [program.mountd]
            register = ["user:root"]
            listener = "required"
            [quota]
            per-user = 3
            all-users = 4
            """);

    @BeforeEach
    void open() {
        calls.addresses.open("tcp 0.0.0.0.8.1", 1, 11);
        calls.addresses.open("udp 0.0.0.0.8.1", 1, 12);
        calls.addresses.open("tcp 0.0.0.0.9.1", 65534, 13);
        calls.addresses.open("tcp 0.0.0.0.10.1", 0, 14);
        calls.addresses.listen("local /run/one", 1, 15);
        calls.addresses.listen("local /run/nobody", 65534, 16);
    }

    @ParameterizedTest
    @CsvSource({
        "nfs's own user at its own socket,      1, 100003, tcp 0.0.0.0.8.1, true",
        "at nobody's socket,                    1, 100003, tcp 0.0.0.0.9.1, false",
        "at root's socket,                      1, 100003, tcp 0.0.0.0.10.1, false",
        "at no socket,                          1, 100003, tcp 0.0.0.0.11.1, false",
        "somebody else with its own socket,     65534, 100003, tcp 0.0.0.0.9.1, false",
        "somebody else at nfs's socket,         65534, 100003, tcp 0.0.0.0.8.1, false",
        "first come in the transient range,     65534, 536870913, tcp 0.0.0.0.9.1, true",
        "without a socket there,                65534, 536870913, tcp 0.0.0.0.11.1, false",
        "at another user's socket there,        65534, 536870913, tcp 0.0.0.0.8.1, false",
        "root without a socket,                 0, 100003, tcp 0.0.0.0.11.1, true",
        "root at another's socket,              0, 100003, tcp 0.0.0.0.8.1, true",
        "root where a socket is required,       0, 100005, tcp 0.0.0.0.11.1, false",
        "root with it,                          0, 100005, tcp 0.0.0.0.10.1, true",
        "the portmapper itself,                 0, 100000, tcp 0.0.0.0.10.1, false",
        "a local socket of its own,             1, 100003, local /run/one, true",
        "a local socket of another's,           1, 100003, local /run/nobody, false",
        "a local socket that is not there,      1, 100003, local /run/none, false",
    })
    void registersItsOwnOnly(String who, long uid, long program, String where, boolean allowed) throws Exception {
        String[] netidAndAddress = where.split(" ");
        assertThat(calls.set(local(uid), program, 3, netidAndAddress[0], netidAndAddress[1]))
                .as(who)
                .isEqualTo(allowed);
        assertThat(calls.registry.all()).as(who).hasSize(allowed ? 1 : 0);
    }

    @Test
    void overUdpNotEvenRootRegistersWhatItDoesNotHold() throws Exception {
        assertThat(calls.set(Calls.marked(0, 700), NFS, 3, "tcp", "0.0.0.0.11.1"))
                .isFalse();
        assertThat(calls.set(Calls.marked(0, 700), NFS, 3, "tcp", "0.0.0.0.8.1"))
                .isFalse();
        assertThat(calls.set(Calls.marked(0, 700), NFS, 3, "tcp", "0.0.0.0.10.1"))
                .isTrue();
    }

    @Test
    void aProgramIsOneOwners() throws Exception {
        calls.addresses.open("udp 0.0.0.0.9.1", 65534, 17);
        assertThat(calls.set(Calls.DAEMON, TRANSIENT, 1, "tcp", "0.0.0.0.8.1")).isTrue();

        assertThat(calls.set(Calls.NOBODY, TRANSIENT, 2, "tcp", "0.0.0.0.9.1")).isFalse();
        assertThat(calls.set(Calls.NOBODY, TRANSIENT, 1, "udp", "0.0.0.0.9.1")).isFalse();
        assertThat(calls.set(Calls.NOBODY, TRANSIENT, 1, "tcp", "0.0.0.0.8.1")).isFalse();
        assertThat(calls.set(Calls.DAEMON, TRANSIENT, 1, "udp", "0.0.0.0.8.1")).isTrue();
        assertThat(calls.set(Calls.ROOT, TRANSIENT, 2, "tcp", "0.0.0.0.10.1")).isTrue();
    }

    @Test
    void onlyTheOwnerAndRootRemoveOverWhicheverTransportTheyProveThemselves() throws Exception {
        calls.set(Calls.DAEMON, NFS, 3, "tcp", "0.0.0.0.8.1");

        assertThat(calls.unset(Calls.NOBODY, NFS, 3, "tcp")).isFalse();
        assertThat(calls.unset(Calls.LOOPBACK_HIGH, NFS, 3, "")).isFalse();
        assertThat(calls.unset(Calls.marked(65534, 5000), NFS, 3, "")).isFalse();
        assertThat(calls.unset(Calls.marked(1, 5000), NFS, 3, "")).isTrue();
        assertThat(calls.registry.all()).isEmpty();
    }

    @Test
    void aTransportThatProvesTooLittleRemovesNothingThatIsServed() throws Exception {
        calls.set(Calls.DAEMON, NFS, 3, "tcp", "0.0.0.0.8.1");
        assertThat(calls.unset(Calls.fromTable(1, 5000), NFS, 3, "tcp")).isFalse();
        assertThat(calls.unset(Calls.fromTable(1, 5000), NFS, 4, "tcp")).isTrue();
        assertThat(calls.registry.all()).hasSize(1);
    }

    @Test
    void whoeverProvedNothingOnThisHostIsAnsweredFalse() throws Exception {
        assertThat(calls.set(Calls.LOOPBACK_HIGH, TRANSIENT, 1, "tcp", "0.0.0.0.8.1"))
                .isFalse();
        assertThat(calls.unset(Calls.LOOPBACK_HIGH, TRANSIENT, 1, "")).isTrue();
        assertThat(calls.registry.all()).isEmpty();
    }

    @Test
    void whoeverIsElsewhereIsTooWeak() {
        DeniedReply tooWeak = new DeniedReply(1, new Denial.AuthError(AuthStat.TOO_WEAK));
        assertThat(calls.reply(Calls.REMOTE, 4, 1, Calls.rpcb(TRANSIENT, 1, "tcp", "0.0.0.0.8.1")))
                .isEqualTo(tooWeak);
        assertThat(calls.reply(Calls.REMOTE_TCP, 2, 2, Calls.mapping(TRANSIENT, 1, 6, 1)))
                .isEqualTo(tooWeak);
    }

    @Test
    void theOwnerIsTheProvenUser() throws Exception {
        calls.set(Calls.DAEMON, NFS, 3, "tcp", "0.0.0.0.8.1");
        calls.set(Calls.ROOT, NFS, 4, "tcp", "0.0.0.0.10.1");
        assertThat(calls.registry.all())
                .extracting(each -> each.binding().owner())
                .containsExactly(new Owner("1"), Owner.SUPERUSER);
    }

    @Test
    void quotasBindUsersAndNeverRoot() throws Exception {
        for (int version = 1; version <= 3; version++) {
            assertThat(calls.set(Calls.DAEMON, TRANSIENT, version, "tcp", "0.0.0.0.8.1"))
                    .isTrue();
        }
        assertThat(calls.set(Calls.DAEMON, TRANSIENT, 4, "tcp", "0.0.0.0.8.1")).isFalse();
        assertThat(calls.set(Calls.DAEMON, TRANSIENT, 3, "tcp", "0.0.0.0.8.1")).isTrue();
        assertThat(calls.set(Calls.NOBODY, TRANSIENT + 1, 1, "tcp", "0.0.0.0.9.1"))
                .isTrue();
        assertThat(calls.set(Calls.NOBODY, TRANSIENT + 1, 2, "tcp", "0.0.0.0.9.1"))
                .isFalse();
        for (int version = 1; version <= 9; version++) {
            assertThat(calls.set(Calls.ROOT, TRANSIENT + 2, version, "tcp", "0.0.0.0.10.1"))
                    .isTrue();
        }
    }

    @Test
    void aServiceThatDiedIsNeverAnsweredAndItsPlaceIsFree() throws Exception {
        calls.set(Calls.DAEMON, NFS, 3, "tcp", "0.0.0.0.8.1");
        calls.addresses.close(11);
        assertThat(calls.getPort(Calls.LOOPBACK_TCP, NFS, 3, Netid.TCP.protocol()))
                .isZero();
        assertThat(calls.registry.all()).isEmpty();

        calls.addresses.open("tcp 0.0.0.0.8.2", 1, 18);
        assertThat(calls.set(Calls.DAEMON, NFS, 3, "tcp", "0.0.0.0.8.2")).isTrue();
    }

    @Test
    void whatAStrangerSharesIsHiddenWhereHeDoesAndStaysRegistered() throws Exception {
        calls.set(Calls.DAEMON, NFS, 3, "tcp", "0.0.0.0.8.1");
        calls.set(Calls.DAEMON, NFS, 4, "tcp", "0.0.0.0.8.1");
        calls.addresses.share(Calls.address("127.0.0.1"));

        assertThat(calls.getPort(Calls.LOOPBACK_TCP, NFS, 3, 6)).isZero();
        assertThat(calls.getAddr(Calls.LOOPBACK_TCP, NFS, 3, "")).isEmpty();
        assertThat(calls.getPort(Calls.REMOTE_TCP, NFS, 3, 6)).isEqualTo(0x801);
        assertThat(calls.registry.all()).hasSize(2);

        calls.addresses.share(Calls.address("0.0.0.0"));
        assertThat(XdrList.read(calls.results(Calls.REMOTE_TCP, 4, 4, Opaque.EMPTY), Rpcb::read))
                .isEmpty();
        assertThat(calls.registry.all()).hasSize(2);
    }

    @Test
    void aListHoldsNothingDead() throws Exception {
        calls.set(Calls.DAEMON, NFS, 3, "tcp", "0.0.0.0.8.1");
        calls.set(Calls.DAEMON, NFS, 3, "udp", "0.0.0.0.8.1");
        calls.addresses.close(11);

        assertThat(XdrList.read(calls.results(Calls.REMOTE_TCP, 4, 4, Opaque.EMPTY), Rpcb::read))
                .hasSize(1);
        assertThat(calls.registry.all())
                .singleElement()
                .satisfies(each -> assertThat(each.binding().netid()).isEqualTo(Netid.UDP));
    }

    @Test
    void aServiceThatDiedIsReplacedAtOnceByTheNextOfItsOwner() throws Exception {
        calls.set(Calls.DAEMON, NFS, 3, "tcp", "0.0.0.0.8.1");
        calls.addresses.close(11);
        calls.addresses.open("tcp 0.0.0.0.8.2", 1, 18);

        assertThat(calls.set(Calls.DAEMON, NFS, 3, "tcp", "0.0.0.0.8.2")).isTrue();
        assertThat(calls.getPort(Calls.LOOPBACK_TCP, NFS, 3, Netid.TCP.protocol()))
                .isEqualTo(0x802);
    }

    @Test
    void everyRefusalIsInTheTrailWithItsReason() throws Exception {
        calls.set(Calls.NOBODY, NFS, 3, "tcp", "0.0.0.0.9.1");
        calls.set(Calls.DAEMON, NFS, 3, "tcp", "0.0.0.0.9.1");
        calls.unset(Calls.ROOT, 100000, 2, "");
        assertThat(calls.trail).hasSize(3).allMatch(line -> line.contains("decision=refused"));
        assertThat(calls.trail.get(1)).contains("held by uid 65534");
    }

    @Test
    void anAuditOnlyPolicyLetsPassWhatRpcbindDoesAndSaysWhatItWouldRefuse() throws Exception {
        Calls audited = new Calls();
        assertThat(audited.set(Calls.NOBODY, NFS, 3, "tcp", "0.0.0.0.9.1")).isTrue();
        assertThat(audited.trail)
                .singleElement()
                .satisfies(line -> assertThat(line).contains("decision=would-refuse", "remedy="));
    }

    private static Peer local(long uid) {
        return uid == 0 ? Calls.ROOT : uid == 1 ? Calls.DAEMON : Calls.NOBODY;
    }
}
