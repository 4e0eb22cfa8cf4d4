package org.portmapper.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.identity.KernelIdentification.HostFacts;
import org.portmapper.identity.KernelIdentification.Units;
import org.portmapper.kernel.InetSocket;
import org.portmapper.kernel.PeerCredentials;
import org.portmapper.kernel.SocketIdentity;
import org.portmapper.kernel.SocketState;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Netid;

/** Who is calling: every rule that makes somebody a user, and every doubt that makes him nobody. */
final class KernelIdentificationTest {
    private static final long GROUP = 77;

    private final List<InetSocket> udpSockets = new ArrayList<>();

    /** The unit of one control group. */
    private static final Units UNITS = new Units() {
        @Override
        public Optional<String> of(long controlGroup) {
            return controlGroup == GROUP ? Optional.of("door.service") : Optional.empty();
        }

        @Override
        public CompletableFuture<Void> refresh() {
            return CompletableFuture.completedFuture(null);
        }
    };

    @Test
    void aLocalCallerIsWhomTheKernelRecorded() {
        assertThat(identify(local(9, 1000, true))).isEqualTo(user(1000, Proof.LOCAL_SOCKET, Set.of(5L)));
        assertThat(identify(local(9, 0, true))).isEqualTo(user(0, Proof.LOCAL_SOCKET, Set.of(5L)));
    }

    @Test
    void aLocalCallerOutOfSightIsNobody() {
        assertThat(reason(local(0, 0, true))).contains("process namespace");
        assertThat(reason(local(9, 0, false))).contains("another network namespace");
    }

    @Test
    void theOverflowUserIsOneOnlyWhereEveryUserIsMapped() {
        assertThat(identify(local(9, 65534, true), new HostFacts(true, true, () -> true)))
                .isEqualTo(user(65534, Proof.LOCAL_SOCKET, Set.of(5L)));
        assertThat(identify(local(9, 65534, true), new HostFacts(false, true, () -> true)))
                .isInstanceOf(Caller.Unproven.class);
        assertThat(identify(tcp("127.0.0.1", 4000, 65534), new HostFacts(false, true, () -> true)))
                .isInstanceOf(Caller.Unproven.class);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 4000, 1000, 1000",
        "::1,       4000, 1000, 1000",
        "127.0.0.1, 700,  0,    0",
        "127.0.0.1, 1023, 0,    0",
        "127.0.0.1, 1024, 0,    -1",
        "127.0.0.1, 4000, 0,    -1",
        "127.0.0.1, 700,  1000, 1000",
        "127.0.0.2, 700,  0,    -1",
        "10.0.0.1,  700,  0,    -1",
        "::ffff:127.0.0.1, 700, 0, -1",
    })
    void aTcpCallerIsTheOwnerOfItsSocketAndRootFromAReservedPortOnly(String remote, int port, long owner, long uid) {
        assertUid(identify(tcp(remote, port, owner)), uid);
    }

    @Test
    void aTcpCallerWhoseSocketWasNotFoundIsNobody() {
        Peer peer = inet(Netid.TCP, "127.0.0.1", 700, new Sender.Unknown("its socket is closed or closing"));
        assertThat(reason(peer)).isEqualTo("its socket is closed or closing");
    }

    @Test
    void whoSentADatagramBeforeDatagramsWereMarkedIsNobodyOfThisHost() {
        udpSockets.add(socket(0, 1, 0));
        Peer peer = inet(Netid.UDP, "127.0.0.1", 700, new Sender.TooEarly());
        assertUid(identify(peer), -1);
        assertThat(reason(peer)).isEqualTo("the datagram was sent before datagrams were marked");
    }

    @Test
    void whoeverIsElsewhereIsNotOnThisHost() {
        assertThat(identify(tcp("10.0.0.1", 700, 0)))
                .isInstanceOfSatisfying(
                        Caller.Unproven.class,
                        unproven -> assertThat(unproven.onThisHost()).isFalse());
        assertThat(identify(inet(Netid.UDP, "127.0.0.1", 700, new Sender.Datagram(OptionalLong.of(0), false))))
                .as("a spoofed source on another interface")
                .isInstanceOfSatisfying(
                        Caller.Unproven.class,
                        unproven -> assertThat(unproven.onThisHost()).isFalse());
    }

    @ParameterizedTest
    @CsvSource({
        "the marked user has a socket there,        4000, 1000, 1000,      1000",
        "another's socket is there too,             4000, 1000, 1000 1001, 1000",
        "only another's socket is there,            4000, 1000, 1001,      -1",
        "none is there any more,                    4000, 1000, '',        -1",
        "no mark,                                   4000, -1,   1000,      -1",
        "root from a reserved port,                 700,  0,    0,         0",
        "root from a high port,                     4000, 0,    0,         -1",
        "a user from a reserved port,               700,  1000, 1000,      1000",
    })
    void aMarkedDatagramIsOfItsMarksUserIfHeHasASocketThere(
            String what, int port, long mark, String sockets, long expected) {
        for (String uid : sockets.isEmpty() ? new String[0] : sockets.split(" ")) {
            udpSockets.add(socket(Long.parseLong(uid), 1, 0));
        }
        OptionalLong marked = mark < 0 ? OptionalLong.empty() : OptionalLong.of(mark);
        assertUid(identify(inet(Netid.UDP, "127.0.0.1", port, new Sender.Datagram(marked, true))), expected);
    }

    @ParameterizedTest
    @CsvSource({
        "4000, 1000,      1000",
        "4000, 1000 1000, 1000",
        "4000, 1000 1001, -1",
        "700,  0 1000,    -1",
        "4000, '',        -1",
        "700,  0,         0",
        "4000, 0,         -1",
    })
    void withoutMarksTheTableDecidesIfAllAgree(int port, String sockets, long expected) {
        for (String uid : sockets.isEmpty() ? new String[0] : sockets.split(" ")) {
            udpSockets.add(socket(Long.parseLong(uid), 1, 0));
        }
        Peer peer = inet(Netid.UDP, "127.0.0.1", port, new Sender.Datagram(OptionalLong.empty(), true));
        assertUid(identify(peer, new HostFacts(true, false, () -> true)), expected);
    }

    @Test
    void withoutMarksRootIsNotBelievedWhereEverybodyCanHaveItsPorts() {
        udpSockets.add(socket(0, 1, 0));
        Peer peer = inet(Netid.UDP, "127.0.0.1", 700, new Sender.Datagram(OptionalLong.empty(), true));
        assertUid(identify(peer, new HostFacts(true, false, () -> false)), -1);
        Peer marked = inet(Netid.UDP, "127.0.0.1", 700, new Sender.Datagram(OptionalLong.of(0), true));
        assertUid(identify(marked, new HostFacts(true, true, () -> false)), 0);
    }

    @Test
    void aSocketThatNobodyHoldsProvesNothing() {
        udpSockets.add(socket(0, 0, 0));
        Peer marked = inet(Netid.UDP, "127.0.0.1", 700, new Sender.Datagram(OptionalLong.of(0), true));
        Peer unmarked = inet(Netid.UDP, "127.0.0.1", 700, new Sender.Datagram(OptionalLong.empty(), true));
        assertUid(identify(marked), -1);
        assertUid(identify(unmarked, new HostFacts(true, false, () -> true)), -1);
    }

    @Test
    void theUnitOfAnIpCallerIsThatOfItsSocketsControlGroup() {
        Sender sender = new Sender.Connected(new SocketIdentity(1000, 1, 1, GROUP));
        Peer inUnit = inet(Netid.TCP, "127.0.0.1", 4000, sender);
        Caller.User user = (Caller.User) identify(inUnit);
        assertThat(user.process().unit()).contains("door.service");
        assertThat(user.process().controlGroup()).hasValue(GROUP);

        KernelIdentification identification = identification(new HostFacts(true, true, () -> true));
        assertThat(identification.findUnit(inUnit)).isEmpty();
        assertThat(identification.findUnit(tcp("127.0.0.1", 4000, 1000))).isPresent();
        assertThat(identification.findUnit(tcp("10.0.0.1", 4000, 1000))).isEmpty();
    }

    private static void assertUid(Caller caller, long expected) {
        long uid = caller instanceof Caller.User user ? user.uid() : -1;
        assertThat(uid).as(caller.toString()).isEqualTo(expected);
    }

    private Caller identify(Peer peer) {
        return identify(peer, new HostFacts(true, true, () -> true));
    }

    private Caller identify(Peer peer, HostFacts host) {
        return identification(host).callerOf(peer);
    }

    private KernelIdentification identification(HostFacts host) {
        return new KernelIdentification(port -> udpSockets, UNITS, host);
    }

    private String reason(Peer peer) {
        return ((Caller.Unproven) identify(peer)).reason();
    }

    private static Caller.User user(long uid, Proof proof, Set<Long> groups) {
        return new Caller.User(uid, proof, groups, CallingProcess.UNKNOWN);
    }

    private static Peer local(int pid, long uid, boolean ofThisNetwork) {
        return new Peer.Local(new PeerCredentials(pid, uid, uid), new LocalEnd() {
            @Override
            public Set<Long> groups() {
                return Set.of(5L);
            }

            @Override
            public boolean isOfThisNetwork() {
                return ofThisNetwork;
            }

            @Override
            public CallingProcess process() {
                return CallingProcess.UNKNOWN;
            }
        });
    }

    private static Peer tcp(String remote, int port, long owner) {
        return inet(Netid.TCP, remote, port, new Sender.Connected(new SocketIdentity(owner, 1, 1, 0)));
    }

    private static Peer inet(Netid netid, String remote, int port, Sender sender) {
        String local = remote.contains(":") ? "::1" : "127.0.0.1";
        return new Peer.Inet(
                netid,
                new InetSocketAddress(AddressText.parse(remote).orElseThrow(), port),
                AddressText.parse(local).orElseThrow(),
                sender);
    }

    private static InetSocket socket(long uid, long inode, long group) {
        InetSocketAddress any =
                new InetSocketAddress(AddressText.parse("0.0.0.0").orElseThrow(), 0);
        return new InetSocket(SocketState.CLOSE, any, any, false, new SocketIdentity(uid, inode, 1, group));
    }
}
