package org.portmapper.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.portmapper.kernel.Addresses.at;
import static org.portmapper.kernel.LoopbackServer.answer;
import static org.portmapper.kernel.LoopbackServer.buffer;
import static org.portmapper.kernel.LoopbackServer.bytes;
import static org.portmapper.kernel.LoopbackServer.text;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real sockets on loopback: what a batch receives, and that one bad reply never costs another. */
class DatagramBatchTest {

    private static final int LONGEST_IPV4_PAYLOAD = 65_507;

    @Test
    void nothingIsReceivedFromAnEmptyQueue() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            assertThat(server.batch.receive(server.socket)).isZero();
            assertThat(server.batch.flush()).isZero();
        }
    }

    @Test
    void allClientsOfABatchGetTheirAnswers() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            List<DatagramSocket> clients = clients(server, DatagramBatch.CAPACITY);
            server.sendEach(clients, "call");
            assertThat(server.batch.receive(server.socket)).isEqualTo(DatagramBatch.CAPACITY);
            for (int i = 0; i < DatagramBatch.CAPACITY; i++) {
                Datagram datagram = server.batch.datagram(i);
                assertThat(text(datagram)).isEqualTo("call");
                datagram.reply(buffer("to " + datagram.sender().getPort()));
            }
            assertThat(server.batch.flush()).isZero();
            for (DatagramSocket client : clients) {
                assertThat(answer(client)).isEqualTo("to " + client.getLocalPort());
            }
        }
    }

    @Test
    void whatABatchCannotHoldStaysInTheQueue() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            server.sendEach(clients(server, DatagramBatch.CAPACITY + 1), "call");
            assertThat(server.batch.receive(server.socket)).isEqualTo(DatagramBatch.CAPACITY);
            assertThat(server.batch.receive(server.socket)).isOne();
            assertThat(server.batch.receive(server.socket)).isZero();
            assertThatThrownBy(() -> server.batch.datagram(0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void answeringSomeOfABatchAnswersTheRightOnes() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            List<DatagramSocket> clients = clients(server, 4);
            server.sendEach(clients, "call");
            assertThat(server.batch.receive(server.socket)).isEqualTo(4);
            server.batch.datagram(3).reply(buffer("to the fourth"));
            server.batch.datagram(1).reply(buffer("to the second"));
            assertThat(server.batch.flush()).isZero();
            assertThat(answer(clients.get(1))).isEqualTo("to the second");
            assertThat(answer(clients.get(3))).isEqualTo("to the fourth");
        }
    }

    @Test
    void refusedReplyIsDroppedAndTheOthersGoOut() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            List<DatagramSocket> clients = clients(server, 5);
            server.sendEach(clients, "call");
            assertThat(server.batch.receive(server.socket)).isEqualTo(5);
            for (int i = 0; i < 5; i++) {
                boolean tooLong = i == 0 || i == 2 || i == 4;
                server.batch.datagram(i).reply(tooLong ? ByteBuffer.allocate(LONGEST_IPV4_PAYLOAD + 1) : buffer("ok"));
            }
            assertThat(server.batch.flush()).isEqualTo(3);
            assertThat(server.batch.lastError()).contains(Errno.EMSGSIZE);
            assertThat(answer(clients.get(1))).isEqualTo("ok");
            assertThat(answer(clients.get(3))).isEqualTo("ok");
        }
    }

    @Test
    void clientThatIsGoneDelaysNobody() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            List<DatagramSocket> clients = clients(server, 3);
            server.sendEach(clients, "call");
            assertThat(server.batch.receive(server.socket)).isEqualTo(3);
            clients.get(1).close();
            for (int i = 0; i < 3; i++) {
                server.batch.datagram(i).reply(buffer("ok"));
            }
            assertThat(server.batch.flush()).isZero();
            assertThat(answer(clients.get(0))).isEqualTo("ok");
            assertThat(answer(clients.get(2))).isEqualTo("ok");
            assertThat(text(server.receive(clients.get(0), bytes("again")))).isEqualTo("again");
        }
    }

    @Test
    void errorThatTheSocketReportsLaterCostsNoOtherReply() throws Exception {
        int ipRecvErr = 11;
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            new Descriptor(server.socket.fd()).changeOption(Descriptor.SOL_IP, ipRecvErr, 1);
            List<DatagramSocket> clients = clients(server, 3);
            server.sendEach(clients, "call");
            assertThat(server.batch.receive(server.socket)).isEqualTo(3);
            clients.get(1).close(); // the kernel reports ECONNREFUSED when the third reply is sent
            for (int i = 0; i < 3; i++) {
                server.batch.datagram(i).reply(buffer("ok"));
            }
            assertThat(server.batch.flush()).isZero();
            assertThat(answer(clients.get(0))).isEqualTo("ok");
            assertThat(answer(clients.get(2))).isEqualTo("ok");
        }
    }

    @Test
    void errorThatTheSocketReportsOnReceivingIsNotTheEndOfIt() throws Exception {
        int ipRecvErr = 11;
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            new Descriptor(server.socket.fd()).changeOption(Descriptor.SOL_IP, ipRecvErr, 1);
            DatagramSocket gone = server.clientOf("127.0.0.1");
            Datagram datagram = server.receive(gone, bytes("call"));
            gone.close();
            datagram.reply(buffer("ok"));
            assertThat(server.batch.flush()).isZero();
            assertThat(server.batch.receive(server.socket)).isZero();
            DatagramSocket next = server.clientOf("127.0.0.1");
            assertThat(text(server.receive(next, bytes("call again")))).isEqualTo("call again");
        }
    }

    @Test
    void datagramOverTheLimitIsCutAndSaysSo() throws Exception {
        UdpSocket socket = UdpSocket.bind(at("127.0.0.1", 0));
        try (LoopbackServer server = new LoopbackServer(socket, new DatagramBatch(2, 8))) {
            DatagramSocket client = server.clientOf("127.0.0.1");
            Datagram atTheLimit = server.receive(client, bytes("12345678"));
            assertThat(text(atTheLimit)).isEqualTo("12345678");
            assertThat(atTheLimit.isTruncated()).isFalse();
            Datagram over = server.receive(client, bytes("123456789"));
            assertThat(text(over)).isEqualTo("12345678");
            assertThat(over.isTruncated()).isTrue();
            assertThat(server.receive(client, bytes("1")).isTruncated()).isFalse();
        }
    }

    @Test
    void longestDatagramIsReceivedAndAnsweredWhole() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            DatagramSocket client = server.clientOf("127.0.0.1");
            String longest = "x".repeat(LONGEST_IPV4_PAYLOAD);
            Datagram datagram = server.receive(client, bytes(longest));
            assertThat(datagram.isTruncated()).isFalse();
            datagram.reply(buffer(text(datagram)));
            assertThat(server.batch.flush()).isZero();
            assertThat(answer(client)).isEqualTo(longest);
        }
    }

    @Test
    void emptyDatagramIsADatagram() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            DatagramSocket client = server.clientOf("127.0.0.1");
            client.disconnect(); // a connected one sends nothing when there is nothing to send
            client.send(new DatagramPacket(new byte[0], 0, server.socket.localAddress()));
            Datagram datagram = server.received();
            assertThat(datagram.payload().remaining()).isZero();
            datagram.reply(ByteBuffer.allocate(0));
            assertThat(server.batch.flush()).isZero();
            assertThat(answer(client)).isEmpty();
        }
    }

    @Test
    void payloadShowsItsOwnDatagramOnly() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            DatagramSocket client = server.clientOf("127.0.0.1");
            server.receive(client, bytes("a secret of the call before"));
            ByteBuffer payload = server.receive(client, bytes("short")).payload();
            assertThat(payload.isReadOnly()).isTrue();
            assertThat(payload.capacity()).isEqualTo(5);
        }
    }

    @Test
    void replyMayBeAViewOnThePayload() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            DatagramSocket client = server.clientOf("127.0.0.1");
            Datagram datagram = server.receive(client, bytes("0123456789"));
            datagram.reply(datagram.payload().slice(2, 8));
            server.batch.flush();
            assertThat(answer(client)).isEqualTo("23456789");
        }
    }

    @Test
    void oneDatagramGetsOneReplyWithinTheLimit() throws Exception {
        UdpSocket socket = UdpSocket.bind(at("127.0.0.1", 0));
        try (LoopbackServer server = new LoopbackServer(socket, new DatagramBatch(2, 8))) {
            Datagram datagram = server.receive(server.clientOf("127.0.0.1"), bytes("call"));
            assertThatThrownBy(() -> datagram.reply(buffer("123456789")))
                    .hasMessage("reply: 9 bytes (expected: at most 8)");
            datagram.reply(buffer("12345678"));
            assertThatThrownBy(() -> datagram.reply(buffer("1"))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void replyMayBeWrittenWhereTheDatagramStands() throws Exception {
        UdpSocket socket = UdpSocket.bind(at("127.0.0.1", 0));
        try (LoopbackServer server = new LoopbackServer(socket, new DatagramBatch(2, 8))) {
            DatagramSocket client = server.clientOf("127.0.0.1");
            Datagram datagram = server.receive(client, bytes("abc"));
            assertThat(datagram.length()).isEqualTo(3);
            datagram.place().put(0, bytes("ABCDE"));
            assertThatThrownBy(() -> datagram.replyInPlace(9)).hasMessage("reply: 9 bytes (expected: at most 8)");
            datagram.replyInPlace(5);
            assertThatThrownBy(() -> datagram.replyInPlace(5)).isInstanceOf(IllegalStateException.class);
            server.batch.flush();
            assertThat(answer(client)).isEqualTo("ABCDE");
        }
    }

    @Test
    void replyThatWasNotFlushedIsNotSentWithALaterBatch() throws Exception {
        try (LoopbackServer server = LoopbackServer.at("127.0.0.1")) {
            DatagramSocket client = server.clientOf("127.0.0.1");
            server.receive(client, bytes("first")).reply(buffer("to the first"));
            server.receive(client, bytes("second")).reply(buffer("to the second"));
            server.batch.flush();
            assertThat(answer(client)).isEqualTo("to the second");
        }
    }

    @Test
    void oneBatchServesSeveralSockets() throws Exception {
        DatagramBatch batch = new DatagramBatch();
        UdpSocket second = UdpSocket.bind(at("127.0.0.1", 0));
        try (LoopbackServer a = new LoopbackServer(UdpSocket.bind(at("127.0.0.1", 0)), batch);
                LoopbackServer b = new LoopbackServer(second, batch)) {
            for (LoopbackServer server : List.of(a, b, a)) {
                DatagramSocket client = server.clientOf("127.0.0.1");
                server.receive(client, bytes("call")).reply(buffer("ok"));
                assertThat(batch.flush()).isZero();
                assertThat(answer(client)).isEqualTo("ok");
            }
        }
    }

    @Test
    void closedSocketIsNotReadFrom() throws Exception {
        LoopbackServer server = LoopbackServer.at("127.0.0.1");
        server.close();
        assertThatThrownBy(() -> server.batch.receive(server.socket)).isInstanceOf(IllegalStateException.class);
    }

    private static List<DatagramSocket> clients(LoopbackServer server, int count) throws Exception {
        List<DatagramSocket> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(server.clientOf("127.0.0.1"));
        }
        return clients;
    }
}
