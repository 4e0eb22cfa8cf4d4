package org.portmapper.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.portmapper.identity.Caller;
import org.portmapper.identity.CallingProcess;
import org.portmapper.identity.KnownLocalEnd;
import org.portmapper.identity.Peer;
import org.portmapper.identity.Proof;
import org.portmapper.identity.Sender;
import org.portmapper.kernel.PeerCredentials;
import org.portmapper.registry.Evidence;
import org.portmapper.registry.Registration;
import org.portmapper.rpc.rpcbind.AddressText;
import org.portmapper.rpc.rpcbind.Binding;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Owner;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.UniversalAddress;

/** One line for each decision, that a machine can take apart and that nobody outside can forge. */
final class AuditTrailTest {
    private static final Refusal REFUSAL = new Refusal("no", "built-in:3:1 x", "program.nfs.register = [\"user:7\"]");

    private final List<String> lines = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private final AuditTrail trail =
            new AuditTrail(number -> number == 100003 ? "nfs" : "", lines::add, new Repetitions(now::get, lines::add));

    @Test
    void aGrantSaysWhoHowWhatAndByWhichRule() {
        trail.granted(request(100003, "tcp", "0.0.0.0.8.1"), "policy.toml:3:1 user:7");
        assertThat(lines)
                .containsExactly(
                        "event=SET decision=granted program=100003 name=nfs version=3 netid=tcp address=0.0.0.0.8.1"
                                + " uid=7 proof=\"local socket\" from=\"local uid 7 pid 4\" rule=\"policy.toml:3:1 user:7\"");
    }

    @Test
    void aRefusalSaysWhyAndWhatWouldAllowIt() {
        trail.refused(request(5, "tcp", "0.0.0.0.8.1"), REFUSAL);
        assertThat(lines)
                .singleElement()
                .satisfies(
                        line -> assertThat(line)
                                .contains("decision=refused program=5 version=3")
                                .endsWith(
                                        "reason=no rule=\"built-in:3:1 x\" remedy=\"program.nfs.register = [\\\"user:7\\\"]\""));
    }

    @Test
    void whatIsTakenOverOrDroppedIsSaidWithItsOwner() {
        Rpcb claim = new Rpcb(100003, 3, "tcp", "0.0.0.0.8.1", "any body");
        trail.dropped(claim, REFUSAL);
        trail.wouldDrop(claim, REFUSAL);
        assertThat(lines.getFirst())
                .startsWith("event=IMPORT decision=dropped program=100003 name=nfs version=3 netid=tcp"
                        + " address=0.0.0.0.8.1 owner=\"any body\" reason=no rule=");
        assertThat(lines.getLast()).startsWith("event=IMPORT decision=would-drop ");
    }

    @Test
    void whatWouldBeRefusedIsSaidSo() {
        trail.wouldRefuse(request(5, "tcp", "0.0.0.0.8.1"), REFUSAL);
        assertThat(lines).singleElement().satisfies(line -> assertThat(line).contains("decision=would-refuse"));
    }

    @Test
    void whatEndsByItselfIsSaidWithItsReason() {
        Binding binding = new Binding(
                100003, 3, Netid.TCP, UniversalAddress.parseInet("0.0.0.0.8.1").orElseThrow(), Owner.SUPERUSER);
        trail.withdrawn(new Registration(binding, new Evidence.Word()), "its socket was closed");
        assertThat(lines)
                .containsExactly("event=WITHDRAWN program=100003 name=nfs version=3 netid=tcp address=0.0.0.0.8.1"
                        + " owner=superuser reason=\"its socket was closed\"");
    }

    @Test
    void nothingFromTheWireEndsALineOrLooksLikeAnotherField() {
        trail.refused(request(5, "tcp\n decision=granted", "\u001b[31m\" rule=x"), REFUSAL);
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .doesNotContain("\n")
                        .doesNotContain("\u001b")
                        .contains("netid=\"tcp\\\\x0a decision=granted\"")
                        .contains("address=\"\\\\x1b[31m\\\" rule=x\""));
    }

    @Test
    void whatIsLongIsCut() {
        trail.refused(request(5, "x".repeat(5_000), ""), REFUSAL);
        assertThat(lines.getFirst().length()).isLessThan(1_000);
    }

    @Test
    void theSameRefusalIsCountedAndTheCountWrittenAMinuteLater() {
        for (int port = 1_000; port < 1_100; port++) {
            trail.refused(requestFrom(port), REFUSAL);
        }
        assertThat(lines).hasSize(1);

        now.addAndGet(Repetitions.WINDOW.toNanos());
        trail.writeRepetitions();
        assertThat(lines).hasSize(2);
        assertThat(lines.getLast()).startsWith("repeated=99 event=SET decision=refused");

        trail.refused(requestFrom(1), REFUSAL);
        assertThat(lines).hasSize(3);
    }

    @Test
    void differentRefusalsAreWrittenUpToALimitAndThenCountedTogether() {
        for (int program = 0; program < Repetitions.WRITTEN_LIMIT + 50; program++) {
            trail.refused(request(program, "tcp", ""), REFUSAL);
        }
        assertThat(lines).hasSize(Repetitions.WRITTEN_LIMIT);

        now.addAndGet(Repetitions.WINDOW.toNanos());
        trail.writeRepetitions();
        assertThat(lines.getLast()).isEqualTo("event=SUPPRESSED lines=50 seconds=60");
    }

    @Test
    void theOldestRefusalMakesRoomForANewOne() {
        trail.refused(request(1, "tcp", ""), REFUSAL);
        trail.refused(request(1, "tcp", ""), REFUSAL);
        for (int program = 2; program < Repetitions.LINES + 2; program++) {
            trail.refused(request(program, "tcp", ""), REFUSAL);
        }
        assertThat(lines).hasSize(Repetitions.LINES + 2);
        assertThat(lines).filteredOn(line -> line.startsWith("repeated=1 ")).hasSize(1);
    }

    private static Request request(long program, String netid, String address) {
        Peer peer = new Peer.Local(new PeerCredentials(4, 7, 7), new KnownLocalEnd());
        Caller caller = new Caller.User(7, Proof.LOCAL_SOCKET, Set.of(), CallingProcess.UNKNOWN);
        return new Request("SET", peer, caller, new Rpcb(program, 3, netid, address, "superuser"));
    }

    private static Request requestFrom(int port) {
        java.net.InetAddress loopback = AddressText.parse("127.0.0.1").orElseThrow();
        Peer peer = new Peer.Inet(
                Netid.UDP,
                new java.net.InetSocketAddress(loopback, port),
                loopback,
                new Sender.Datagram(OptionalLong.empty(), true));
        return new Request("SET", peer, new Caller.Unproven(true, "x"), new Rpcb(5, 3, "tcp", "", ""));
    }
}
