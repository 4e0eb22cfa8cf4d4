package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.identity.KnownLocalEnd;
import org.portmapper.identity.Peer;
import org.portmapper.identity.Sender;
import org.portmapper.kernel.PeerCredentials;
import org.portmapper.kernel.SocketIdentity;
import org.portmapper.rpc.rpcbind.Netid;

/** Who is counted as one. */
final class SourceTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,     192.0.2.1,           true",
        "192.0.2.1,     192.0.2.2,           false",
        "2001:db8::1,   2001:db8::ffff:2,    true",
        "2001:db8::1,   2001:db8:0:1::1,     false",
        "::1,           127.0.0.1,           false",
    })
    void anAddressIsOneSourceAndOfIpv6ASubnet(String one, String other, boolean same) {
        assertThat(Source.of(RawCalls.ip(one)).equals(Source.of(RawCalls.ip(other))))
                .isEqualTo(same);
    }

    @Test
    void aUserOfThisHostIsTheSameOverLocalSocketsAndTcp() {
        Source local = Source.of(new Peer.Local(new PeerCredentials(7, 1000, 1000), new KnownLocalEnd()));
        assertThat(Source.of(tcp(new Sender.Connected(new SocketIdentity(1000, 1, 1, 1)))))
                .isEqualTo(local)
                .hasToString("uid 1000");
        assertThat(local.isSuperuser()).isFalse();
        assertThat(Source.of(tcp(new Sender.Connected(new SocketIdentity(0, 1, 1, 1))))
                        .isSuperuser())
                .isTrue();
    }

    @Test
    void whoseUserIsNotKnownIsCountedByAddress() {
        assertThat(Source.of(tcp(new Sender.Unknown("it was closed")))).hasToString("127.0.0.1");
        assertThat(Source.of(tcp(new Sender.Datagram(OptionalLong.of(0), true))).isSuperuser())
                .isFalse();
        assertThat(Source.of(RawCalls.ip("2001:db8::1"))).hasToString("IPv6 subnet 20010db800000000/64");
    }

    private static Peer tcp(Sender sender) {
        return new Peer.Inet(
                Netid.TCP, new InetSocketAddress(RawCalls.ip("127.0.0.1"), 700), RawCalls.ip("127.0.0.1"), sender);
    }
}
