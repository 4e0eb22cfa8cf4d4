package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.Loopback;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.ScriptedPortmapper.Refusal;
import org.portmapper.rpc.rpcbind.Netid;

/** What is remembered of look-ups, and for how long. */
@Timeout(60)
class LookupCacheTest {
    private static final Lookup NFS = new Lookup(100003, 3, Netid.UDP);
    private static final FoundService FOUND = new FoundService(
            new ServiceAddress(100003, 3, RpcAddress.of(Loopback.INET, 2049, Netid.UDP)),
            Optional.empty(),
            new FoundService.Origin(RpcAddress.of(Loopback.INET, 111, Netid.UDP), 4, "GETVERSADDR", false));

    /** The last number of the address that the portmapper tells; 0 where it knows none. */
    private final AtomicInteger registered = new AtomicInteger(1);

    private final ScriptedPortmapper portmapper = ScriptedPortmapper.serving(
            4,
            Refusal.PROG_MISMATCH,
            results -> results.writeString(registered.get() == 0 ? "" : "127.0.0.1.8." + registered));

    private static long port(RpcbindClient client) {
        return client.lookup(100003, 3, Netid.UDP)
                .map(found -> found.service().universalAddress().text())
                .map(text -> Long.parseLong(text.substring(text.lastIndexOf('.') + 1)))
                .orElse(0L);
    }

    private static RpcbindClient open(UdpPeer peer) throws Exception {
        return RpcbindClient.open(ScriptedPortmapper.addressOf(peer)).within(Duration.ofSeconds(20));
    }

    @Test
    void whatWasFoundIsRememberedAndSaysSo() throws Exception {
        try (UdpPeer peer = portmapper.onUdp();
                RpcbindClient client = open(peer).caching(Duration.ofHours(1))) {
            FoundService found = client.lookup(100003, 3, Netid.UDP).orElseThrow();
            assertThat(found.origin().cached()).isFalse();
            registered.set(2);
            FoundService again = client.lookup(100003, 3, Netid.UDP).orElseThrow();
            assertThat(again.origin().cached()).isTrue();
            assertThat(again.service()).isEqualTo(found.service());
            assertThat(again.origin().portmapper()).isEqualTo(found.origin().portmapper());
            assertThat(ScriptedPortmapper.asked(peer)).containsExactly("4.9");
            assertThat(port(client.within(Duration.ofSeconds(10))))
                    .as("another deadline")
                    .isEqualTo(1);
            assertThat(client.lookup(100003, 4, Netid.UDP))
                    .as("another version")
                    .isPresent();
            assertThat(ScriptedPortmapper.asked(peer)).containsExactly("4.9", "4.9");
        }
    }

    @Test
    void nothingIsRememberedWhereNothingIsSaid() throws Exception {
        try (UdpPeer peer = portmapper.onUdp();
                RpcbindClient client = open(peer)) {
            assertThat(port(client)).isEqualTo(1);
            registered.set(2);
            assertThat(port(client)).isEqualTo(2);
            assertThat(port(client.caching(Duration.ZERO))).isEqualTo(2);
        }
    }

    @Test
    void whatIsForgottenIsAskedForAgain() throws Exception {
        try (UdpPeer peer = portmapper.onUdp();
                RpcbindClient client = open(peer).caching(Duration.ofHours(1))) {
            assertThat(port(client)).isEqualTo(1);
            registered.set(2);
            client.forget(100003, 3, Netid.TCP);
            assertThat(port(client)).isEqualTo(1);
            client.forget(100003, 3, Netid.UDP);
            assertThat(port(client)).isEqualTo(2);
        }
    }

    @Test
    void whatWasNotFoundIsNotRemembered() throws Exception {
        registered.set(0);
        try (UdpPeer peer = portmapper.onUdp();
                RpcbindClient client = open(peer).caching(Duration.ofHours(1))) {
            assertThat(client.lookup(100003, 3, Netid.UDP)).isEmpty();
            registered.set(2);
            assertThat(port(client)).isEqualTo(2);
        }
    }

    @Test
    void whatIsOldIsForgotten() {
        LookupCache cache = new LookupCache(Duration.ofNanos(1));
        assertThat(cache.remember(NFS, Optional.of(FOUND))).contains(FOUND);
        assertThat(cache.find(NFS)).isEmpty();
    }

    @Test
    void fullCacheForgetsAllRatherThanGrow() {
        LookupCache cache = new LookupCache(Duration.ofHours(1));
        for (int i = 0; i < LookupCache.LIMIT; i++) {
            cache.remember(new Lookup(i, 3, Netid.UDP), Optional.of(FOUND));
        }
        Lookup first = new Lookup(0, 3, Netid.UDP);
        assertThat(cache.find(first)).isPresent();
        cache.remember(NFS, Optional.of(FOUND));
        assertThat(cache.find(first)).isEmpty();
        assertThat(cache.find(NFS)).contains(FOUND.remembered());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT24H0.000000001S"})
    void lifetimeOutsideItsRangeIsRefused(Duration lifetime) throws Exception {
        try (RpcbindClient client = RpcbindClient.open(RpcAddress.ofLocal("/nowhere"))) {
            assertThatThrownBy(() -> client.caching(lifetime))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("lifetime: " + lifetime + " (expected: 0 to one day)");
        }
        assertThat(List.of(new LookupCache(Duration.ofDays(1)))).hasSize(1);
    }
}
