package org.portmapper.rpc.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.portmapper.rpc.HexText;
import org.portmapper.rpc.StreamPeer;
import org.portmapper.rpc.UdpPeer;
import org.portmapper.rpc.client.ScriptedPortmapper.Refusal;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.rpcbind.Netid;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.RpcbStatistics;
import org.portmapper.rpc.rpcbind.UniversalAddress;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** What each question sends, and what is made of its answer. */
class RpcbindClientTest {
    private static final Rpcb NFS = new Rpcb(100003, 3, "tcp", "0.0.0.0.8.1", "superuser");

    /** One question to a portmapper of this version that answers with these bytes, and what it was asked. */
    private record Exchange<T>(T answer, String asked, Opaque arguments, RpcAddress portmapper) {
        static <T> Exchange<T> with(long version, Opaque results, Function<RpcbindClient, T> question)
                throws Exception {
            ScriptedPortmapper portmapper =
                    ScriptedPortmapper.serving(version, Refusal.PROG_MISMATCH, writer -> writer.writeBytes(results));
            try (UdpPeer peer = portmapper.onUdp();
                    RpcbindClient client = RpcbindClient.open(ScriptedPortmapper.addressOf(peer))) {
                T answer = question.apply(client);
                List<String> asked = ScriptedPortmapper.asked(peer);
                String last = asked.get(asked.size() - 1);
                return new Exchange<>(
                        answer, last, ScriptedPortmapper.lastArguments(peer), ScriptedPortmapper.addressOf(peer));
            }
        }
    }

    private static Optional<UniversalAddress> address(RpcbindClient client, Netid netid) {
        return client.lookup(100003, 3, netid).map(found -> found.service().universalAddress());
    }

    private static Opaque encoded(Rpcb binding) {
        XdrWriter writer = new XdrWriter();
        binding.writeTo(writer);
        return writer.toOpaque();
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void listIsReadWithStringsAsTheyAre(long version) throws Exception {
        Rpcb strange = new Rpcb(0xffff_ffffL, 0, "\0\n\u001b[2J", "no address", "x".repeat(5000));
        XdrWriter results = new XdrWriter();
        XdrList.write(results, List.of(NFS, strange), Rpcb::writeTo);
        Exchange<List<Rpcb>> list = Exchange.with(version, results.toOpaque(), RpcbindClient::list);
        assertThat(list.answer()).containsExactly(NFS, strange);
        assertThat(list.asked()).isEqualTo(version + ".4");
        assertThat(list.arguments()).isEqualTo(Opaque.EMPTY);
    }

    @Test
    void listOfVersion2IsTranslated() throws Exception {
        Opaque results = HexText.bytes("""
                00000001 000186a3 00000003 00000006 00000801 # program 100003, version 3, TCP, port 2049
                00000001 000186a0 00000002 00000011 0000006f # program 100000, version 2, UDP, port 111
                00000001 20000001 00000001 00000084 0001ffff # protocol 132, which is SCTP, and a port that cannot be
                00000000                                     # the end
                """);
        assertThat(Exchange.with(2, results, RpcbindClient::list).answer())
                .containsExactly(
                        new Rpcb(100003, 3, "tcp", "0.0.0.0.8.1", ""),
                        new Rpcb(100000, 2, "udp", "0.0.0.0.0.111", ""),
                        new Rpcb(0x2000_0001L, 1, "132", "0.0.0.0.511.255", ""));
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "4, 9"})
    void addressIsAskedForWithThePortmappersOwnAsHint(long version, long procedure) throws Exception {
        Opaque results = new XdrWriter().writeString("192.0.2.1.8.1").toOpaque();
        var address = Exchange.with(version, results, client -> address(client, Netid.UDP));
        assertThat(address.answer().map(UniversalAddress::text)).contains("192.0.2.1.8.1");
        assertThat(address.asked()).isEqualTo(version + "." + procedure);
        String own = address.portmapper().address().text();
        assertThat(own).startsWith("127.0.0.1.");
        assertThat(address.arguments()).isEqualTo(encoded(new Rpcb(100003, 3, "udp", own, "")));
    }

    @Test
    void addressOfVersion2IsThePortAtThePortmappersHost() throws Exception {
        var address = Exchange.with(2, Opaque.ofHex("00000801"), client -> address(client, Netid.UDP));
        assertThat(address.answer().map(UniversalAddress::text)).contains("127.0.0.1.8.1");
        assertThat(address.asked()).isEqualTo("2.3");
        assertThat(address.arguments())
                .isEqualTo(HexText.bytes("000186a3 00000003 00000011 00000000 # program, version, UDP, no port"));
    }

    @ParameterizedTest
    @CsvSource({"2, 00000000", "3, 00000000", "4, 00000000"})
    void addressOfWhatIsNotServedIsEmpty(long version, String results) throws Exception {
        assertThat(Exchange.with(version, Opaque.ofHex(results), client -> address(client, Netid.UDP))
                        .answer())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            2, 00010000,                  port: 65536 (expected: 0 to 65535)
            2, 0000,                      port: 2 bytes left (expected: 4)
            4, 00000003 310a3200,         address: 1\\x0a2 (expected: one of udp)
            4, 0000000a 3a3a312e302e31313131 0000, address: ::1.0.1111 (expected: one of udp)
            4, 7fffffff 00,               address length: 2147483647 (expected: at most 256)
            """)
    void addressThatCannotBeIsMalformed(long version, String results, String text) {
        Opaque bytes = Opaque.ofHex(results.replace(" ", ""));
        assertThatThrownBy(() -> Exchange.with(version, bytes, client -> address(client, Netid.UDP)))
                .isInstanceOf(RpcException.MalformedReply.class)
                .hasMessageEndingWith(": malformed results: " + text);
    }

    @Test
    void addressesAreReadAsTheyAre() throws Exception {
        RpcbEntry entry = new RpcbEntry("192.0.2.1.8.1", "tcp", 3, "inet", "tcp");
        XdrWriter results = new XdrWriter();
        XdrList.write(results, List.of(entry), RpcbEntry::writeTo);
        var addresses = Exchange.with(4, results.toOpaque(), client -> client.addresses(100003, 3));
        assertThat(addresses.answer()).containsExactly(entry);
        assertThat(addresses.asked()).isEqualTo("4.11");
    }

    @ParameterizedTest
    @CsvSource({"4, 00000001, true", "4, 00000000, false", "3, 00000001, true"})
    void bindingIsSetAndUnset(long version, String results, boolean answer) throws Exception {
        var set = Exchange.with(version, Opaque.ofHex(results), client -> client.set(NFS));
        assertThat(set.answer()).isEqualTo(answer);
        assertThat(set.asked()).isEqualTo(version + ".1");
        assertThat(set.arguments()).isEqualTo(encoded(NFS));
        var unset = Exchange.with(version, Opaque.ofHex(results), client -> client.unset(100003, 3, "tcp6"));
        assertThat(unset.answer()).isEqualTo(answer);
        assertThat(unset.asked()).isEqualTo(version + ".2");
        assertThat(unset.arguments()).isEqualTo(encoded(new Rpcb(100003, 3, "tcp6", "", "")));
    }

    @Test
    void mappingIsSetAndUnsetInVersion2() throws Exception {
        var set = Exchange.with(2, Opaque.ofHex("00000001"), client -> client.set(NFS));
        assertThat(set.answer()).isTrue();
        assertThat(set.asked()).isEqualTo("2.1");
        assertThat(set.arguments())
                .isEqualTo(HexText.bytes("000186a3 00000003 00000006 00000801 # program, version, TCP, port 2049"));
        var unset = Exchange.with(2, Opaque.ofHex("00000001"), client -> client.unset(100003, 3, "udp"));
        assertThat(unset.answer()).isTrue();
        assertThat(unset.asked()).isEqualTo("2.2");
        assertThat(unset.arguments())
                .isEqualTo(HexText.bytes("000186a3 00000003 00000011 00000000 # program, version, UDP, no port"));
    }

    @ParameterizedTest
    @CsvSource({"tcp6, ::1.8.1", "local, /run/nfs.sock", "tcp, nowhere", "'', 127.0.0.1.8.1"})
    void whatVersion2CannotExpressIsNotSetInIt(String netid, String address) {
        assertThatThrownBy(() -> Exchange.with(
                        2, Opaque.ofHex("00000001"), client -> client.set(new Rpcb(100003, 3, netid, address, ""))))
                .isInstanceOf(RpcException.ProgramMismatch.class)
                .hasMessageContaining("version 4 SET: version 4 is not served there (expected: 2)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp6", "local", ""})
    void whatVersion2CannotExpressIsNotUnsetInIt(String netid) {
        assertThatThrownBy(() -> Exchange.with(2, Opaque.ofHex("00000001"), client -> client.unset(100003, 3, netid)))
                .isInstanceOf(RpcException.ProgramMismatch.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void timeIsReadAsUnsignedSeconds(long version) throws Exception {
        var time = Exchange.with(version, Opaque.ofHex("ffffffff"), RpcbindClient::time);
        assertThat(time.answer()).isEqualTo(Instant.ofEpochSecond(4_294_967_295L));
        assertThat(time.asked()).isEqualTo(version + ".6");
    }

    @Test
    void statisticsAreThoseOfVersions2To4() throws Exception {
        List<RpcbStatistics> expected = new ArrayList<>();
        XdrWriter results = new XdrWriter();
        for (long version = 2; version <= 4; version++) {
            List<Long> calls = Collections.nCopies(RpcbStatistics.PROCEDURES, version);
            RpcbStatistics statistics = new RpcbStatistics(calls, version, 0, List.of(), List.of());
            statistics.writeTo(results);
            expected.add(statistics);
        }
        var statistics = Exchange.with(4, results.toOpaque(), RpcbindClient::statistics);
        assertThat(statistics.answer()).isEqualTo(expected);
        assertThat(statistics.asked()).isEqualTo("4.12");
    }

    @Test
    void localSocketIsAsked(@TempDir Path folder) throws Exception {
        CompletableFuture<RpcCall> asked = new CompletableFuture<>();
        Opaque results = new XdrWriter().writeString("/run/nfs.sock").toOpaque();
        StreamPeer.Script script = connection -> {
            RpcCall call = connection.read();
            asked.complete(call);
            connection.send(StreamPeer.record(new AcceptedReply(call.xid(), new Success(results)).toBuffer()));
            connection.read();
        };
        try (StreamPeer peer = StreamPeer.onLocal(folder.resolve("rpcbind.sock"), script);
                RpcbindClient client =
                        RpcbindClient.open(RpcAddress.ofLocal(peer.path().toString()))) {
            assertThat(address(client, Netid.LOCAL)).contains(new UniversalAddress.Local("/run/nfs.sock"));
            String own = peer.path().toString();
            assertThat(asked.join().arguments()).isEqualTo(encoded(new Rpcb(100003, 3, "local", own, "")));
        }
    }
}
