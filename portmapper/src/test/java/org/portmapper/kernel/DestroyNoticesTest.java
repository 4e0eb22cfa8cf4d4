package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.portmapper.kernel.Addresses.at;
import static org.portmapper.kernel.IpProtocol.TCP;
import static org.portmapper.kernel.IpProtocol.UDP;
import static org.portmapper.kernel.TestSocket.SO_REUSEADDR;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.kernel.DestroyNotices.Drained;

/** Notices of sockets that really end, in this process and in others. */
class DestroyNoticesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SO_MEMINFO = 55;
    private static final int MEMINFO_BYTES = 36;
    private static final int MEMINFO_DROPS = 32;

    private final List<Long> came = new ArrayList<>();
    private DestroyNotices notices;
    private int largestDrain;

    @BeforeEach
    void subscribe() throws IOException {
        notices = DestroyNotices.open();
    }

    @AfterEach
    void close() {
        notices.close();
    }

    @ParameterizedTest
    @CsvSource({"TCP, 127.0.0.1", "TCP, ::1", "UDP, 127.0.0.1", "UDP, ::1", "UDP, 0.0.0.0", "TCP, ::"})
    void closedSocketIsNoticed(IpProtocol protocol, String host) throws Exception {
        TestSocket socket = serving(protocol, host);
        long cookie = socket.cookie();
        assertThat(notices.drain(came::add)).isEqualTo(new Drained(0, false, false));
        socket.close();
        awaitNotice(cookie);
        assertThat(came).containsExactly(cookie);
    }

    @Test
    void udpSocketThatGotAPeerIsNoticed() throws Exception {
        TestSocket peer = serving(UDP, "127.0.0.1");
        TestSocket socket = serving(UDP, "127.0.0.1").connected(peer.address());
        long cookie = socket.cookie();
        socket.close();
        awaitNotice(cookie);
        peer.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void endsOfTcpConnectionsAreKeptOut(String host) throws Exception {
        long cookie;
        try (ServerSocket service = new ServerSocket(0, 16, InetAddress.ofLiteral(host))) {
            cookie = watchListenerAt(service.getLocalPort());
            for (int i = 0; i < 10; i++) {
                Socket client = new Socket(service.getInetAddress(), service.getLocalPort());
                service.accept().close();
                client.close();
            }
        }
        awaitNotice(cookie);
        assertThat(came).containsExactly(cookie);
    }

    private long watchListenerAt(int port) throws IOException {
        notices.watch(Set.of(port));
        try (SocketTable table = SocketTable.open()) {
            return table.bound(TCP, port).getFirst().identity().cookie();
        }
    }

    @Test
    void killedProcessIsNoticedByItsSockets() throws Exception {
        String script = """
                for my $type (SOCK_STREAM, SOCK_DGRAM) {
                    socket(my $s, AF_INET, $type, 0) or die "socket: $!";
                    bind($s, pack_sockaddr_in(0, inet_aton("127.0.0.1"))) or die "bind: $!";
                    if ($type == SOCK_STREAM) { listen($s, 5) or die "listen: $!"; }
                    push our @open, $s;
                    my ($port) = unpack_sockaddr_in(getsockname($s));
                    print "$port\\n";
                }
                """;
        try (PerlProcess process = PerlProcess.start(List.of(), script);
                SocketTable table = SocketTable.open()) {
            List<Integer> ports = process.said().stream().map(Integer::valueOf).toList();
            notices.watch(Set.copyOf(ports));
            Set<Long> cookies = new HashSet<>();
            cookies.add(table.bound(TCP, ports.get(0)).getFirst().identity().cookie());
            cookies.add(table.bound(UDP, ports.get(1)).getFirst().identity().cookie());
            process.kill();
            for (long cookie : cookies) {
                awaitNotice(cookie);
            }
            assertThat(came).containsExactlyInAnyOrderElementsOf(cookies);
        }
    }

    @ParameterizedTest
    @EnumSource(IpProtocol.class)
    void socketWithAnotherDescriptorLivesOn(IpProtocol protocol) throws Exception {
        TestSocket socket = TestSocket.serving(protocol, at("127.0.0.1", 0));
        TestSocket another = TestSocket.serving(protocol, at("127.0.0.1", 0));
        TestSocket duplicate = socket.duplicate();
        notices.watch(Set.of(socket.port(), another.port()));
        long cookie = duplicate.cookie();
        long cookieOfAnother = another.cookie();
        socket.close();
        another.close();
        awaitNotice(cookieOfAnother);
        assertThat(came).containsExactly(cookieOfAnother);
        duplicate.close();
        awaitNotice(cookie);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 60, 128, 129, 2000})
    void watchedPortsComeThroughWhateverTheirNumber(int count) throws Exception {
        TestSocket first = TestSocket.serving(UDP, at("127.0.0.1", 0));
        TestSocket last = TestSocket.serving(TCP, at("::1", 0));
        Set<Integer> ports = new TreeSet<>(Set.of(first.port(), last.port()));
        for (int port = 2; ports.size() < count; port += 2) {
            ports.add(port);
        }
        notices.watch(ports);
        List<Long> cookies = List.of(first.cookie(), last.cookie());
        first.close();
        last.close();
        awaitNotice(cookies.get(0));
        awaitNotice(cookies.get(1));
    }

    /** Twenty sockets, of which every third is watched; the last one closed is, so that all notices have come by then. */
    @Test
    void otherPortsAreKeptOut() throws Exception {
        List<TestSocket> sockets = new ArrayList<>();
        Set<Integer> ports = new HashSet<>();
        List<Long> watched = new ArrayList<>();
        for (int i = 0; i < 19; i++) {
            TestSocket socket = TestSocket.serving(i % 2 == 0 ? TCP : UDP, at("127.0.0.1", 0));
            sockets.add(socket);
            if (i % 3 == 0) {
                ports.add(socket.port());
                watched.add(socket.cookie());
            }
        }
        notices.watch(ports);
        sockets.forEach(TestSocket::close);
        for (long cookie : watched) {
            awaitNotice(cookie);
        }
        assertThat(came).containsExactlyInAnyOrderElementsOf(watched);
    }

    @Test
    void portIsWatchedNoLongerThanWanted() throws Exception {
        TestSocket dropped = TestSocket.serving(UDP, at("127.0.0.1", 0));
        TestSocket kept = TestSocket.serving(UDP, at("127.0.0.1", 0));
        notices.watch(Set.of(dropped.port(), kept.port()));
        notices.watch(Set.of(kept.port()));
        long cookie = kept.cookie();
        dropped.close();
        kept.close();
        awaitNotice(cookie);
        assertThat(came).containsExactly(cookie);
    }

    @Test
    void oneDrainIsBounded() throws Exception {
        int count = DestroyNotices.MAX_NOTICES_PER_DRAIN + 10;
        openAndClose(count);
        awaitNotices(count);
        assertThat(came).doesNotHaveDuplicates();
        assertThat(largestDrain).isLessThanOrEqualTo(DestroyNotices.MAX_NOTICES_PER_DRAIN);
    }

    @Test
    void lostNoticesAreReported() throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        do {
            openAndClose(1000);
            assertThat(Instant.now()).as("notices were lost").isBefore(deadline);
        } while (drops() == 0);
        int lost = 0;
        Drained drained;
        do {
            drained = notices.drain(came::add);
            lost += drained.lost() ? 1 : 0;
        } while (drained.more());
        assertThat(lost).isPositive();
        assertThat(came).hasSizeGreaterThan(DestroyNotices.MAX_NOTICES_PER_DRAIN);
    }

    @Test
    void closedSubscriptionSaysSo() {
        notices.close();
        assertThatThrownBy(() -> notices.drain(came::add)).hasMessage("notices of sockets: closed (expected: open)");
        assertThatThrownBy(notices::fd).isInstanceOf(IllegalStateException.class);
    }

    /** Sockets at one port, one after the other beside one that keeps the port. */
    private void openAndClose(int count) throws Exception {
        TestSocket keeper = TestSocket.serving(UDP, at("127.0.0.1", 0), SO_REUSEADDR);
        notices.watch(Set.of(keeper.port()));
        for (int i = 1; i < count; i++) {
            TestSocket.serving(UDP, keeper.address(), SO_REUSEADDR).close();
        }
        keeper.close();
    }

    private TestSocket serving(IpProtocol protocol, String host) throws IOException {
        TestSocket socket = TestSocket.serving(protocol, at(host, 0));
        notices.watch(Set.of(socket.port()));
        return socket;
    }

    private void awaitNotice(long cookie) throws IOException {
        await(() -> came.contains(cookie));
    }

    private void awaitNotices(int count) throws IOException {
        await(() -> came.size() >= count);
    }

    private void await(BooleanSupplier enough) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!enough.getAsBoolean()) {
            assertThat(Instant.now()).as("notices, of which came %s", came).isBefore(deadline);
            Drained drained = notices.drain(came::add);
            assertThat(drained.lost()).isFalse();
            largestDrain = Math.max(largestDrain, drained.notices());
            Thread.onSpinWait();
        }
    }

    /** How many notices the kernel had no room for. */
    private int drops() throws ErrnoException {
        try (Arena arena = Arena.ofConfined()) {
            NativeMemory meminfo = NativeMemory.in(arena, MEMINFO_BYTES);
            new Descriptor(notices.fd()).option(Descriptor.SOL_SOCKET, SO_MEMINFO, meminfo, MEMINFO_BYTES);
            return meminfo.bytes().getInt(MEMINFO_DROPS);
        }
    }
}
