package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asked at the connecting end, whose peer is the listener: the kernel notes who listens then. */
class LocalPeerTest {
    private static final long GROUP = 100_000;

    /** Listens at a path, and says so. */
    private static final String LISTENER = """
            use strict; use Socket qw(:all);
            socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!";
            bind($s, pack_sockaddr_un($ARGV[0])) or die "bind: $!";
            listen($s, 5) or die "listen: $!";
            $| = 1; print "listening\\n"; <STDIN>;
            """;

    @TempDir
    private Path folder;

    @Test
    void processIsKnown() throws Exception {
        ListeningSocket listener = ListeningSocket.local(socket());
        Descriptor client = connected();
        try {
            LocalPeer peer = new LocalPeer(client.number());
            assertThat(peer.credentials()).isEqualTo(PeerCredentials.of(client.number()));
            PeerProcess process = peer.process().orElseThrow();
            assertThat(process.pid()).isEqualTo((int) ProcessHandle.current().pid());
            assertThat(process.isKernelThread()).isFalse();
            assertThat(process.executable())
                    .contains(Path.of(System.getProperty("java.home"), "bin/java")
                            .toRealPath()
                            .toString());
            assertThat(process.controlGroup())
                    .isEqualTo(ControlGroupPath.of(Files.readAllLines(Path.of("/proc/self/cgroup"))));
            long inode = SocketProcesses.socketInode(Path.of("/proc/self/fd/" + listener.fd()));
            assertThat(process.holds(inode)).isTrue();
            assertThat(process.holds(inode + 1_000_000_000)).isFalse();
            assertThat(peer.process()).containsSame(process);
        } finally {
            client.close();
            listener.close();
        }
    }

    @Test
    void processThatHasEndedIsNotDescribed() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "perl is the peer, and is not here");
        Process listener = new ProcessBuilder("/usr/bin/perl", "-e", LISTENER, socket()).start();
        try (BufferedReader output = listener.inputReader()) {
            assertThat(output.readLine()).isEqualTo("listening");
            Descriptor client = connected();
            PeerProcess alive = new LocalPeer(client.number()).process().orElseThrow();
            assertThat(alive.executable()).isPresent();
            PeerProcess askedTooLate = new LocalPeer(client.number()).process().orElseThrow();
            listener.destroyForcibly().waitFor();
            assertThat(alive.executable()).as("remembered").isPresent();
            assertThat(askedTooLate.executable()).isEmpty();
            assertThat(askedTooLate.controlGroup()).isEmpty();
            assertThat(alive.holds(1)).isFalse();
            assertThat(new LocalPeer(client.number()).process()).isEmpty();
            assertThat(new LocalPeer(client.number()).credentials()).isPresent();
            client.close();
        } finally {
            listener.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64, 65, 65_536})
    void groupsAreAllKnown(int count) throws Exception {
        OtherUser.requireRoot();
        long[] gids = LongStream.range(GROUP, GROUP + count).toArray();
        ListeningSocket listener = OtherUser.inGroups(gids, () -> ListeningSocket.local(socket()));
        Descriptor client = connected();
        try {
            Set<Long> expected = LongStream.of(gids).boxed().collect(Collectors.toSet());
            expected.add(0L); // the effective one
            assertThat(new LocalPeer(client.number()).groups()).isEqualTo(expected);
        } finally {
            client.close();
            listener.close();
        }
    }

    @Test
    void groupIsAnUnsignedNumber() throws Exception {
        OtherUser.requireRoot();
        long[] largest = {0xffff_fffeL};
        ListeningSocket listener = OtherUser.inGroups(largest, () -> ListeningSocket.local(socket()));
        Descriptor client = connected();
        try {
            assertThat(new LocalPeer(client.number()).groups()).containsExactlyInAnyOrder(0L, 0xffff_fffeL);
        } finally {
            client.close();
            listener.close();
        }
    }

    @Test
    void withoutALocalPeerNothingIsKnown() throws Exception {
        Descriptor unconnected = Descriptor.socket(AddressFamily.AF_UNIX, SocketType.STREAM);
        Descriptor internet = Descriptor.socket(AddressFamily.AF_INET, SocketType.STREAM);
        try {
            for (Descriptor descriptor : List.of(unconnected, internet, new Descriptor(-1))) {
                LocalPeer peer = new LocalPeer(descriptor.number());
                assertThat(peer.credentials()).isEmpty();
                assertThat(peer.groups()).isEmpty();
                assertThat(peer.process()).isEmpty();
            }
        } finally {
            unconnected.close();
            internet.close();
        }
    }

    private String socket() {
        return folder.resolve("socket").toString();
    }

    private Descriptor connected() throws Exception {
        Descriptor client = Descriptor.socket(AddressFamily.AF_UNIX, SocketType.STREAM);
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory sockaddr = NativeMemory.in(arena, LocalSockaddr.BYTES);
            int length = LocalSockaddr.writePath(sockaddr.bytes(), 0, socket());
            ErrnoException.check(Syscall.CONNECT.call(client.number(), sockaddr.address(0), length), "connect");
        }
        return client;
    }
}
