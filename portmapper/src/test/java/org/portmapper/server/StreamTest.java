package org.portmapper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.portmapper.server.RawCalls.askUdp;
import static org.portmapper.server.RawCalls.call;
import static org.portmapper.server.RawCalls.isClosed;
import static org.portmapper.server.RawCalls.readRecord;
import static org.portmapper.server.RawCalls.record;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.portmapper.embedded.EmbeddedPortmapper;
import org.portmapper.junit.PortmapperExtension;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** Streams: record marking (RFC 5531 section 11), pipelining, half-close, and peers that do not read. */
@ExtendWith(PortmapperExtension.class)
final class StreamTest {
    private EmbeddedPortmapper portmapper;
    private Socket connection;

    @BeforeEach
    void connect(EmbeddedPortmapper own) throws Exception {
        portmapper = own;
        connection = RawCalls.connect(portmapper);
    }

    @AfterEach
    void disconnect() throws Exception {
        connection.close();
    }

    @Test
    void aRecordMayComeInFragmentsOfAnySize() throws Exception {
        byte[] message = bytes(call(7, 2, 0, Opaque.EMPTY));
        OutputStream out = connection.getOutputStream();
        for (int i = 0; i < message.length; i++) {
            int header = 1 | (i == message.length - 1 ? 0x8000_0000 : 0);
            out.write(ByteBuffer.allocate(5).putInt(header).put(message[i]).array());
        }
        assertThat(readRecord(connection).xid()).isEqualTo(7);
    }

    @Test
    void theLongestRecordIsAnswered() throws Exception {
        Opaque more =
                Opaque.of(new byte[Limits.RECORD - call(7, 2, 0, Opaque.EMPTY).remaining()]);
        byte[] longest = record(call(7, 2, 0, more));
        assertThat(longest).hasSize(4 + 65_536);
        connection.getOutputStream().write(longest);
        assertThat(readRecord(connection).xid()).isEqualTo(7);
    }

    @Test
    void aRecordMayComeByteByByte() throws Exception {
        for (byte each : record(call(7, 2, 0, Opaque.EMPTY))) {
            connection.getOutputStream().write(each);
        }
        assertThat(readRecord(connection).xid()).isEqualTo(7);
    }

    @Test
    void pipelinedCallsAreAnsweredInOrderAndAfterAHalfCloseTheConnectionEnds() throws Exception {
        for (int xid = 1; xid <= 500; xid++) {
            connection.getOutputStream().write(record(call(xid, 4, xid % 2 == 0 ? 0 : 4, Opaque.EMPTY)));
        }
        connection.shutdownOutput();

        List<Integer> answered = new ArrayList<>();
        for (int xid = 1; xid <= 500; xid++) {
            answered.add(readRecord(connection).xid());
        }
        assertThat(answered).isSorted().hasSize(500);
        assertThat(isClosed(connection)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a record over the limit,        80010001",
        "fragments over the limit,       0000ffff 80000002",
        "a lying length of 2 GiB,        ffffffff",
        "an empty record,                80000000",
        "a reply in the place of a call, 8000000c 00000001 00000001 00000000",
        "a header cut short,             80000008 00000001 00000000",
        "HTTP,                           47455420 2f204854 54502f31 2e310d0a",
    })
    void whatIsNoCallEndsTheConnectionAndNothingElse(String name, String hex) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        if (hex.startsWith("0000ffff")) {
            // The first fragment in full, so that the second header is seen.
            bytes = ByteBuffer.allocate(4 + 0xffff + 4)
                    .putInt(0xffff)
                    .position(4 + 0xffff)
                    .putInt(0x8000_0002)
                    .array();
        }
        connection.getOutputStream().write(bytes);

        assertThat(isClosed(connection)).isTrue();
        try (Socket other = RawCalls.connect(portmapper)) {
            other.getOutputStream().write(record(call(7, 2, 0, Opaque.EMPTY)));
            assertThat(readRecord(other).xid()).isEqualTo(7);
        }
    }

    @Test
    void aCallBeforeNonsenseGetsItsReply() throws Exception {
        byte[] good = record(call(3, 2, 0, Opaque.EMPTY));
        byte[] nonsense = HexFormat.of().parseHex("8000000c000000010000000100000000");
        ByteBuffer both = ByteBuffer.allocate(good.length + nonsense.length);
        connection.getOutputStream().write(both.put(good).put(nonsense).array());

        assertThat(readRecord(connection).xid()).isEqualTo(3);
        assertThat(isClosed(connection)).isTrue();
    }

    @Test
    void badArgumentsLeaveTheConnectionOpen() throws Exception {
        connection.getOutputStream().write(record(call(1, 2, 1, Opaque.ofHex("00"))));
        connection.getOutputStream().write(record(call(2, 2, 0, Opaque.EMPTY)));

        assertThat(readRecord(connection).xid()).isEqualTo(1);
        assertThat(readRecord(connection).xid()).isEqualTo(2);
    }

    @Test
    void aPeerThatDoesNotReadHoldsUpNobodyAndGetsEverythingWhenItReads() throws Exception {
        registerMany();
        int dumps = 1_000;
        Thread sender = Thread.ofVirtual().start(() -> sendDumps(dumps));

        // Each of these is answered while 20 MB wait for the other peer.
        for (int xid = 1; xid <= 200; xid++) {
            assertThat(askUdp(portmapper, "127.0.0.1", call(xid, 2, 0, Opaque.EMPTY))
                            .xid())
                    .isEqualTo(xid);
        }
        for (int xid = 1; xid <= dumps; xid++) {
            RpcReply reply = readRecord(connection);
            assertThat(reply.xid()).isEqualTo(xid);
        }
        sender.join();
    }

    @Test
    void afterAHalfCloseEvenTheCallsThatHadToWaitAreAnswered() throws Exception {
        registerMany();
        // Some 6 MB of replies: far more than the kernel and the daemon keep for a peer that does not read yet.
        int dumps = 300;
        sendDumps(dumps);
        connection.shutdownOutput();
        assertThat(askUdp(portmapper, "127.0.0.1", call(1, 2, 0, Opaque.EMPTY)).xid())
                .isEqualTo(1);

        for (int xid = 1; xid <= dumps; xid++) {
            assertThat(readRecord(connection).xid()).isEqualTo(xid);
        }
        assertThat(isClosed(connection)).isTrue();
    }

    @Test
    void aLongListComesInItsTurnAndCallsBehindItAfterIt() throws Exception {
        int bindings = 1_500;
        register(bindings);
        for (int xid = 1; xid <= 30; xid += 3) {
            connection.getOutputStream().write(record(call(xid, 4, 4, Opaque.EMPTY)));
            connection.getOutputStream().write(record(call(xid + 1, 2, 0, Opaque.EMPTY)));
            connection.getOutputStream().write(record(call(xid + 2, 2, 4, Opaque.EMPTY)));
        }
        connection.shutdownOutput();
        for (int xid = 1; xid <= 30; xid++) {
            RpcReply reply = readRecord(connection);
            assertThat(reply.xid()).isEqualTo(xid);
            assertThat(listed(reply, xid)).isEqualTo(xid % 3 == 2 ? 0 : bindings);
        }
        assertThat(isClosed(connection)).isTrue();
    }

    /** How many of our bindings a DUMP has; 0 of the reply to NULL. */
    private static long listed(RpcReply reply, int xid) throws Exception {
        XdrReader results = ((AcceptedStatus.Success) ((AcceptedReply) reply).status())
                .results()
                .reader();
        return switch (xid % 3) {
            case 1 ->
                XdrList.read(results, Rpcb::read).stream()
                        .filter(each -> each.program() >= 0x20000000L)
                        .count();
            case 2 -> 0;
            default ->
                XdrList.read(results, Mapping::read).stream()
                        .filter(each -> each.program() >= 0x20000000L)
                        .count();
        };
    }

    @Test
    void aListThatIsTooLongForADatagramIsAskedForOverTcp() throws Exception {
        register(1_500);
        AcceptedReply reply = (AcceptedReply) askUdp(portmapper, "127.0.0.1", call(9, 4, 4, Opaque.EMPTY));
        assertThat(reply).isEqualTo(new AcceptedReply(9, new AcceptedStatus.SystemError()));
    }

    @Test
    void whoeverReadsNothingOfALongListHoldsUpNobodyAndGetsItWhenHeReadsAfterAHalfClose() throws Exception {
        register(1_500);
        int dumps = 100;
        sendDumps(dumps);
        connection.shutdownOutput();
        for (int xid = 1; xid <= 200; xid++) {
            assertThat(askUdp(portmapper, "127.0.0.1", call(xid, 2, 0, Opaque.EMPTY))
                            .xid())
                    .isEqualTo(xid);
        }
        for (int xid = 1; xid <= dumps; xid++) {
            assertThat(listed(readRecord(connection), 1)).isEqualTo(1_500);
        }
        assertThat(isClosed(connection)).isTrue();
    }

    /** 400 bindings, some 20 kB in a DUMP of version 4. */
    private void registerMany() throws Exception {
        register(400);
    }

    private void register(int bindings) throws Exception {
        for (int program = 0; program < bindings; program++) {
            XdrWriter mapping = new XdrWriter();
            new Mapping(0x20000000L + program, 1, 17, 4711).writeTo(mapping);
            askUdp(portmapper, "127.0.0.1", call(program, 2, 1, mapping.toOpaque()));
        }
    }

    private void sendDumps(int count) {
        try {
            for (int xid = 1; xid <= count; xid++) {
                connection.getOutputStream().write(record(call(xid, 4, 4, Opaque.EMPTY)));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
