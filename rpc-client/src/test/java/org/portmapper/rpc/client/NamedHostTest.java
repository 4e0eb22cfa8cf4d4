package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.ScriptedPortmapper.Refusal;
import org.portmapper.rpc.rpcbind.AddressText;

/** Hosts by their names, with a name service that answers by a script. */
@Timeout(60)
class NamedHostTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static InetAddress ip(String text) {
        return AddressText.parse(text).orElseThrow();
    }

    private static List<String> ways(NamedHost host) throws Exception {
        return Patience.await(host.ways(Deadline.in(DEADLINE))).stream()
                .map(RpcAddress::toString)
                .toList();
    }

    private static NamedHost.NameService nobody() {
        return name -> {
            throw new AssertionError("asked for " + name);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,   'udp 192.0.2.1:111, tcp 192.0.2.1:111'",
        "2001:db8::1, 'udp6 [2001:db8::1]:111, tcp6 [2001:db8::1]:111'",
    })
    void addressIsNoNameToBeAskedFor(String host, String ways) throws Exception {
        assertThat(String.join(", ", ways(new NamedHost(host, 111, nobody())))).isEqualTo(ways);
    }

    @Test
    void eachAddressIsAWayOverUdpAndTcp() throws Exception {
        NamedHost host =
                new NamedHost("nfs.example.org", 1111, name -> new InetAddress[] {ip("2001:db8::1"), ip("192.0.2.1")});
        assertThat(ways(host))
                .containsExactly(
                        "udp6 [2001:db8::1]:1111",
                        "tcp6 [2001:db8::1]:1111",
                        "udp 192.0.2.1:1111",
                        "tcp 192.0.2.1:1111");
        assertThat(host).hasToString("nfs.example.org");
    }

    @Test
    void addressesOverTheLimitAreLeftOut() throws Exception {
        InetAddress[] many =
                IntStream.range(0, 100).mapToObj(i -> ip("192.0.2." + i)).toArray(InetAddress[]::new);
        assertThat(ways(new NamedHost("many.example.org", 111, name -> many)))
                .hasSize(2 * NamedHost.ADDRESSES_LIMIT)
                .contains("tcp 192.0.2.15:111");
    }

    @Test
    void nameIsAskedForOnceUntilNoWayLeadsThere() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        NamedHost host = new NamedHost(
                "nfs.example.org", 111, name -> new InetAddress[] {ip("192.0.2." + asked.incrementAndGet())});
        assertThat(ways(host)).contains("udp 192.0.2.1:111");
        assertThat(ways(host)).contains("udp 192.0.2.1:111");
        host.unreachable();
        assertThat(ways(host)).contains("udp 192.0.2.2:111");
    }

    @Test
    void nameIsAskedForOnAThreadOfItsOwn() throws Exception {
        CompletableFuture<String> thread = new CompletableFuture<>();
        ways(new NamedHost("nfs.example.org", 111, name -> {
            thread.complete(Thread.currentThread().getName());
            return new InetAddress[] {ip("192.0.2.1")};
        }));
        assertThat(thread.join()).isEqualTo("rpc-client name service");
    }

    /** And each question has an exception of its own. */
    @Test
    void nameThatIsNotKnownIsUnreachableAndAskedForAgain() throws Exception {
        CountDownLatch bothWait = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        NamedHost host = new NamedHost("nowhere.example.org", 111, name -> {
            if (asked.incrementAndGet() > 1) {
                return new InetAddress[] {ip("192.0.2.1")};
            }
            bothWait.countDown();
            throw new UnknownHostException(name);
        });
        try (RpcbindClient client = RpcbindClient.of(host).within(DEADLINE)) {
            CompletableFuture<?> first = client.listAsync();
            bothWait.await();
            assertThatThrownBy(() -> Patience.await(first))
                    .hasCauseInstanceOf(RpcException.Unreachable.class)
                    .hasMessageEndingWith("host: nowhere.example.org (expected: an address, or a name that has one)");
            assertThat(ways(host)).contains("udp 192.0.2.1:111");
        }
    }

    @Test
    void questionsThatWaitForTheSameNameFailEachForItself() throws Exception {
        CountDownLatch bothWait = new CountDownLatch(1);
        NamedHost host = new NamedHost("nowhere.example.org", 111, name -> {
            try {
                bothWait.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException(name);
        });
        var first = host.ways(Deadline.in(DEADLINE));
        var second = host.ways(Deadline.in(DEADLINE));
        bothWait.countDown();
        Throwable one =
                first.handle((ways, failure) -> Handover.unwrap(failure)).join();
        Throwable other =
                second.handle((ways, failure) -> Handover.unwrap(failure)).join();
        assertThat(one).isInstanceOf(RpcException.Unreachable.class).isNotSameAs(other);
        assertThat(other).isInstanceOf(RpcException.Unreachable.class);
    }

    @Test
    void nameServiceThatDoesNotAnswerTimesOut() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        NamedHost.NameService silent = name -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new InetAddress[] {ip("192.0.2.1")};
        };
        try (RpcbindClient client =
                RpcbindClient.of(new NamedHost("slow.example.org", 111, silent)).within(Duration.ofMillis(20))) {
            assertThatThrownBy(client::list)
                    .isInstanceOf(RpcException.TimedOut.class)
                    .hasMessage("host: slow.example.org: no answer from the name service before the deadline");
        } finally {
            never.countDown();
        }
    }

    @Test
    void hostThatHasMovedIsFoundAgain() throws Exception {
        BlockingQueue<InetAddress> addresses = new LinkedBlockingQueue<>(List.of(ip("127.7.7.7"), ip("127.0.0.1")));
        try (UdpPeer peer = ScriptedPortmapper.serving(4, Refusal.PROG_MISMATCH, results -> results)
                        .onUdp();
                RpcbindClient client = RpcbindClient.of(new NamedHost(
                                "moved.example.org", peer.address().getPort(), name ->
                                        new InetAddress[] {addresses.remove()}))
                        .within(DEADLINE)) {
            assertThatThrownBy(client::ping).isInstanceOf(RpcException.Unreachable.class);
            client.ping();
            assertThat(addresses).isEmpty();
        }
    }

    @Test
    void thisHostsNameServiceIsAsked() throws Exception {
        assertThat(Patience.await(NamedHost.of("localhost", 111).ways(Deadline.in(DEADLINE))))
                .extracting(RpcAddress::address)
                .anyMatch(address -> address.text().startsWith("127.0.0.1.")
                        || address.text().startsWith("::1."));
        assertThat(InetAddress.getLoopbackAddress()).isInstanceOf(Inet4Address.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void noNameIsRefused(String name) {
        assertThatThrownBy(() -> RpcbindClient.ofHost(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("host: \"" + name + "\" (expected: a name or an address)");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void portOutsideItsRangeIsRefused(int port) {
        assertThatThrownBy(() -> RpcbindClient.ofHost("localhost", port))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("port: " + port + " (expected: 1 to 65535)");
    }
}
